"""What every source of contacts promises to jobs, shown on the fake and over HTTP."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiohttp import web

from services.jobs.adapters.intake_http import IntakeContacts
from services.jobs.application.ports import Contact, ContactAway, Contacts
from shared.testing.servers.process import free_port
from shared.values import NotFound
from tests.services.jobs.adapters.test_intake_http import Intake
from tests.services.jobs.builders import PERSON
from tests.services.jobs.entrypoints.desk import ContactBook


@dataclass(frozen=True)
class Source:
    """A port, and how to make its owner erase everybody or go away."""

    contacts: Contacts
    erase: Callable[[], None]
    leave: Callable[[], None]


def from_book() -> Source:
    book = ContactBook()

    def erase() -> None:
        book.refusal = NotFound("contact-gone", "已删除。", "Erased.")

    def leave() -> None:
        book.refusal = ContactAway("contact-away", "请稍后重试。", "Try again.")

    return Source(book, erase, leave)


def over_http(intake: Intake, token: Path) -> Source:
    def answers(status: int) -> Callable[[], None]:
        return lambda: setattr(intake, "status", status)

    return Source(IntakeContacts(intake.url, token), answers(410), answers(503))


@pytest.fixture(params=["book", "http"])
async def source(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Source]:
    if request.param == "book":
        yield from_book()
        return
    intake, app, port = Intake(), web.Application(), free_port()
    app.router.add_post("/people/{ref}/disclosures", intake.disclose)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    intake.url = f"http://127.0.0.1:{port}"
    token = tmp_path / "jobs.token"
    token.write_text("secret-token", encoding="utf-8")
    yield over_http(intake, token)
    await runner.cleanup()


async def test_a_known_person_has_a_contact(source: Source) -> None:
    assert await source.contacts.of(PERSON, "contact") == Contact("张三", "13800001234")


async def test_who_was_erased_is_not_found(source: Source) -> None:
    source.erase()
    with pytest.raises(NotFound):
        await source.contacts.of(PERSON, "contact")


async def test_an_owner_that_does_not_answer_is_away_to_be_asked_again(source: Source) -> None:
    source.leave()
    with pytest.raises(ContactAway) as away:
        await source.contacts.of(PERSON, "contact")
    assert "重试" in away.value.zh
