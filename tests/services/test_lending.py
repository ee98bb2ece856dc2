"""An application that many tests use keeps nothing of any of them."""

from dataclasses import dataclass

import httpx2
import pytest
from fastapi import FastAPI

from tests.services.lending import Lending


@dataclass(frozen=True)
class Parts:
    names: list[str]


def application(parts: Parts) -> FastAPI:
    app = FastAPI()

    @app.get("/")
    def known() -> list[str]:
        return parts.names.copy()

    return app


async def known_at(app: FastAPI) -> object:
    transport = httpx2.ASGITransport(app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:
        return (await client.get("/")).json()


async def test_each_borrower_finds_its_own_parts_and_nobody_elses() -> None:
    lending = Lending(application)
    with lending.lent(Parts(["first"])) as one, lending.lent(Parts(["second"])) as other:
        assert await known_at(one) == ["first"]
        assert await known_at(other) == ["second"]
    with lending.lent(Parts(["third"])) as again:
        assert again in {one, other}
        assert await known_at(again) == ["third"]


async def test_what_was_given_back_is_empty() -> None:
    with Lending(application).lent(Parts(["first"])) as app:
        pass
    with pytest.raises(AttributeError):
        await known_at(app)


def test_routes_that_ask_while_they_are_built_are_not_lent() -> None:
    def asking(parts: Parts) -> FastAPI:
        return FastAPI(title=parts.names.pop())

    with pytest.raises(AttributeError), Lending(asking).lent(Parts(["first"])):
        pass
