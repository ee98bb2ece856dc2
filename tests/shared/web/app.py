"""A small service that uses everything of the edge."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Annotated, Any

import httpx2
from fastapi import APIRouter, FastAPI, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from shared.identity.principal import Principal
from shared.identity.refusals import unauthenticated
from shared.identity.roles import Role
from shared.observability.metrics import Metrics
from shared.storage.ports import StoreAway
from shared.storage.unit_of_work import Done, Item, Refused, UnitOfWork
from shared.storage.work import Stage
from shared.testing.clock import SetClock
from shared.testing.memory import MemoryStore
from shared.values import NotFound
from shared.web.auth import StatedPurpose, in_scope, needs
from shared.web.conditional import ExpectedVersion, check_version, etag, not_modified
from shared.web.factory import create_app
from shared.web.health import Checks
from shared.web.idempotency import (
    IDEMPOTENT,
    Answer,
    Idempotency,
    cause_of,
    once,
    respond,
)
from shared.web.pages import Page, Paging, page_of

OFFICE = "150602013000"
TOKENS = {
    "clerk": Principal("u1", frozenset({Role.CLERK}), OFFICE),
    "clerk-two": Principal("u2", frozenset({Role.CLERK}), OFFICE),
    "grid": Principal("u3", frozenset({Role.GRID_WORKER}), OFFICE),
    "away": Principal("u4", frozenset({Role.CLERK}), "150602014000"),
}


class TokensByName:
    """Knows four tokens."""

    def __init__(self) -> None:
        self.asked = 0

    async def verify(self, token: str, /) -> Principal:
        self.asked += 1
        if token not in TOKENS:
            raise unauthenticated("token-malformed" if token else "token-missing")
        return TOKENS[token]


class NewNote(BaseModel):
    """A note to write."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        json_schema_extra={"example": {"title": "路灯不亮", "phone": "13800001234"}},
    )

    title: str = Field(min_length=2, max_length=20)
    phone: str = Field(pattern=r"^1\d{10}$")


class Note(BaseModel):
    """A note as shown."""

    id: str
    title: str


@dataclass
class Service:
    """The application and what its tests look into."""

    app: FastAPI
    metrics: Metrics
    verifier: TokensByName
    checks: Checks
    written: list[str]

    def client(self, name: str | None = "clerk", **headers: str) -> httpx2.AsyncClient:
        bearer = {"Authorization": f"Bearer {name}"} if name else {}
        return httpx2.AsyncClient(
            transport=httpx2.ASGITransport(self.app),
            base_url="http://test",
            headers={**bearer, **headers},
        )


async def run(work: UnitOfWork[Stage], item: Item[Stage]) -> Answer:
    """Run one command; raise its refusal."""
    (outcome,) = await work.run([item])
    if isinstance(outcome, Refused):
        raise outcome.error
    assert isinstance(outcome, Done)
    assert isinstance(outcome.value, Answer)
    return outcome.value


def notes_router(written: list[str]) -> APIRouter:
    """Return the routes."""
    router = APIRouter(prefix="/notes")
    work = UnitOfWork("intake", MemoryStore(), Stage, SetClock(), Metrics("intake"))
    clerk = needs(Role.CLERK)

    @router.post("", status_code=201)
    async def write(
        note: NewNote,
        request: Request,
        principal: Annotated[Principal, clerk],
        idem: Idempotency,
    ) -> Response:
        async def act(stage: Stage) -> Answer:
            written.append(note.title)
            return Answer(201, {"id": stage.new_id("note"), "title": note.title}, etag(1))

        async def command(stage: Stage) -> Answer:
            return await once(stage.repository(IDEMPOTENT), idem, lambda: act(stage), stage.now)

        return respond(await run(work, Item(cause_of(request, principal, idem), command)))

    @router.get("")
    async def listed(_principal: Annotated[Principal, clerk], paging: Paging) -> Page[Note]:
        rows = [f"n{n}" for n in range(1, 6) if f"n{n}" > (paging.after or "")]
        return page_of(rows[: paging.fetch], paging, lambda i: Note(id=i, title=i), str)

    @router.get("/{note}", response_model=None)
    async def one(
        note: str, request: Request, principal: Annotated[Principal, needs()]
    ) -> Response | dict[str, Any]:
        in_scope(principal, OFFICE)
        if note != "n7":
            raise NotFound("not-found", "没有这条记录。", "There is no such note.")
        return not_modified(request, 7) or respond(Answer(200, {"id": note}, etag(7)))

    @router.post("/{note}/close")
    async def close(
        note: str, _principal: Annotated[Principal, clerk], seen: ExpectedVersion
    ) -> dict[str, str]:
        check_version(seen, 7, changed=["state", "due_at"])
        return {"id": note}

    @router.get("/{note}/contact")
    async def contact(
        note: str,
        _principal: Annotated[Principal, needs(Role.CLERK, purpose=True)],
        purpose: StatedPurpose,
    ) -> dict[str, str]:
        return {"id": note, "purpose": str(purpose)}

    return router


def faulty_router() -> APIRouter:
    """Return routes that fail."""
    router = APIRouter(prefix="/notes", dependencies=[needs(Role.CLERK)])

    @router.get("/{note}/broken")
    async def broken(note: str) -> None:
        raise RuntimeError("the phone is 13800001234")

    @router.get("/{note}/away")
    async def away(note: str) -> None:
        raise StoreAway

    return router


@asynccontextmanager
async def nothing(_app: FastAPI) -> AsyncIterator[None]:
    """Open nothing."""
    yield


def service(*extra: APIRouter, max_body: int = 2000) -> Service:
    """Return the service, with further routers if given."""
    written: list[str] = []
    metrics, verifier, checks = Metrics("intake"), TokensByName(), Checks(time_limit=0.05)
    routers: Sequence[APIRouter] = [notes_router(written), faulty_router(), *extra]
    app = create_app(
        service="intake",
        title_zh="窗口受理",
        lifespan=nothing,
        checks=checks,
        metrics=metrics,
        verifier=verifier,
        routers=routers,
        version="1",
        public_jwks={"keys": []},
        max_body=max_body,
    )
    return Service(app, metrics, verifier, checks, written)
