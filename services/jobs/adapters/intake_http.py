"""The port `Contacts` over intake's HTTP interface."""

from http import HTTPStatus
from pathlib import Path
from typing import Any

import aiohttp

from services.jobs.application.ports import Contact, ContactAway
from shared.values import NotFound

_GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}


class IntakeContacts:
    """Asks intake for a person's contact, as the service jobs, for a stated purpose.

    Args:
        url: base URL of intake.
        token_file: bearer token; read at each call, so that it can be renewed while we run.
        timeout_seconds: after this the adviser is told to try again.
    """

    def __init__(self, url: str, token_file: Path, timeout_seconds: float = 3.0) -> None:
        self._url = url.rstrip("/")
        self._token_file = token_file
        self._timeout = aiohttp.ClientTimeout(total=timeout_seconds)

    async def of(self, person: str, purpose: str) -> Contact:
        """Return the contact; raise `NotFound` or `ContactAway`."""
        headers = {"Authorization": f"Bearer {self._token()}", "X-Purpose": purpose}
        url = f"{self._url}/people/{person}/disclosures"
        try:
            # A session a call: contacts are asked for a few times an hour, by people.
            async with (
                aiohttp.ClientSession(timeout=self._timeout) as session,
                session.post(url, headers=headers) as answer,
            ):
                return _contact(answer.status, await _body(answer))
        except (aiohttp.ClientError, TimeoutError) as error:
            raise _away() from error

    def _token(self) -> str:
        try:
            return self._token_file.read_text(encoding="utf-8").strip()
        except OSError as error:
            raise _away() from error


async def _body(answer: aiohttp.ClientResponse) -> Any:
    return await answer.json() if answer.ok else None


def _contact(status: int, body: Any) -> Contact:
    if status in _GONE:
        raise NotFound(
            "contact-gone",
            "窗口受理中已没有此人的联系方式（可能已按规定删除）。",
            "There is no contact of this person any more; it may have been erased.",
        )
    if not isinstance(body, dict):
        raise _away()
    return Contact(name=body.get("name"), phone=body.get("phone"))


def _away() -> ContactAway:
    return ContactAway(
        "contact-away",
        "暂时查不到联系方式，匹配状态没有变化，请稍后重试。",
        "The contact cannot be had just now; nothing was changed, try again later.",
    )
