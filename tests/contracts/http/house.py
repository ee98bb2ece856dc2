"""One service that is served, and what somebody does with it from outside before it is tried."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import httpx2
from fastapi import FastAPI

from shared.events.base import EventData, service_of, source_of, topic_of
from shared.events.codec import STRUCTURED, headers_of
from shared.identity.issuer import Issuer
from shared.identity.roles import Role
from shared.messaging.records import Record
from tests.contracts.http.callers import PARTNERS, STREET


@dataclass
class House:
    """A service that serves, with the loop that it lives on and who gives its tokens."""

    service: str
    app: FastAPI
    url: str
    loop: asyncio.AbstractEventLoop
    issuer: Issuer
    heard: int = 0

    def call(
        self, role: Role, method: str, path: str, body: Any = None, subject: str = ""
    ) -> dict[str, Any]:
        """Call a route and return the JSON; raise `AssertionError` on anything but success."""
        token = self.issuer.token(subject or f"stf_{role.value[0]}0001", [role], STREET)
        with httpx2.Client(base_url=self.url, trust_env=False, timeout=20) as client:
            answer = client.request(
                method, path, json=body, headers={"Authorization": f"Bearer {token}"}
            )
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
        told: dict[str, Any] = answer.json()
        return told

    def hear(self, subject: str, data: type[EventData], **said: Any) -> None:
        """Let the service hear an event of another service, as its consumer would."""
        self.heard += 1
        owner = service_of(data.type)
        event = {
            "specversion": "1.0",
            "id": f"e{self.heard}",
            "source": source_of(owner),
            "type": data.type,
            "subject": subject,
            "time": "2026-09-07T09:00:00+08:00",
            "orgunit": STREET,
            "sequence": self.heard,
            "correlationid": "contract",
            "data": {**data.example, **said},
        }
        place = f"{topic_of(owner)}:0:{self.heard}"
        value = json.dumps(event, ensure_ascii=False).encode()
        record = Record(topic_of(owner), place, tuple(headers_of(data.type)), value)
        hearing = self.app.state.engine.hearing.hear([record])
        (result,) = asyncio.run_coroutine_threadsafe(hearing, self.loop).result(20)
        assert result.error is None, result.error

    def rejects(self, bodies: Sequence[bytes] = (b"{", b"[]")) -> list[str]:
        """Bring what cannot be read to the door; return its places in the ledger."""
        partner = PARTNERS[self.service]
        token = self.issuer.token(f"prt_{partner}", [Role.PARTNER], STREET, partner)
        headers = {"Authorization": f"Bearer {token}", "Content-Type": STRUCTURED}
        for body in bodies:
            httpx2.post(f"{self.url}/events", content=body, headers=headers, trust_env=False)
        page = self.call(Role.OPERATOR, "GET", "/ledger")
        return [entry["place"] for entry in page["items"]]
