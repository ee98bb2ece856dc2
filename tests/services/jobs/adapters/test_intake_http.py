import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web

from services.jobs.adapters.intake_http import IntakeContacts
from services.jobs.application.ports import Contact, ContactAway
from shared.testing.servers.process import free_port
from shared.values import NotFound
from tests.services.jobs.builders import PERSON


class Intake:
    """A small HTTP server that answers as it is told."""

    def __init__(self) -> None:
        self.url = ""
        self.status = 200
        self.slow = asyncio.Event()
        self.slow.set()
        self.asked: list[tuple[str, str, str]] = []

    async def disclose(self, request: web.Request) -> web.Response:
        seen = request.headers
        self.asked.append((request.path, seen["X-Purpose"], seen["Authorization"]))
        await self.slow.wait()
        return web.json_response({"name": "张三", "phone": "13800001234"}, status=self.status)


@pytest.fixture
async def intake() -> AsyncIterator[Intake]:
    serving = Intake()
    app = web.Application()
    app.router.add_post("/people/{ref}/disclosures", serving.disclose)
    runner = web.AppRunner(app)
    await runner.setup()
    port = free_port()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    serving.url = f"http://127.0.0.1:{port}"
    yield serving
    serving.slow.set()
    await runner.cleanup()


@pytest.fixture
def token(tmp_path: Path) -> Path:
    path = tmp_path / "jobs.token"
    path.write_text("secret-token\n", encoding="utf-8")
    return path


async def test_a_contact_is_asked_for_with_token_and_purpose(intake: Intake, token: Path) -> None:
    contact = await IntakeContacts(intake.url, token).of(PERSON, "contact")
    assert contact == Contact(name="张三", phone="13800001234")
    path = f"/people/{PERSON}/disclosures"
    assert intake.asked == [(path, "contact", "Bearer secret-token")]


@pytest.mark.parametrize("status", [404, 410])
async def test_an_erased_person_has_no_contact(intake: Intake, token: Path, status: int) -> None:
    intake.status = status
    with pytest.raises(NotFound):
        await IntakeContacts(intake.url, token).of(PERSON, "contact")


@pytest.mark.parametrize("status", [401, 403, 500, 503])
async def test_an_intake_that_refuses_is_away(intake: Intake, token: Path, status: int) -> None:
    intake.status = status
    with pytest.raises(ContactAway) as away:
        await IntakeContacts(intake.url, token).of(PERSON, "contact")
    assert away.value.status == 503
    assert "重试" in away.value.zh


async def test_a_slow_intake_is_not_waited_for(intake: Intake, token: Path) -> None:
    intake.slow.clear()
    with pytest.raises(ContactAway):
        await IntakeContacts(intake.url, token, timeout_seconds=0.05).of(PERSON, "contact")


async def test_no_server_and_no_token_are_told_alike(tmp_path: Path, token: Path) -> None:
    nobody = f"http://127.0.0.1:{free_port()}"
    for path in (token, tmp_path / "missing"):
        with pytest.raises(ContactAway):
            await IntakeContacts(nobody, path).of(PERSON, "contact")
