"""The counter as whoever comes to it sees it: who speaks, and one line a step."""

import itertools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shared.codes import id_check_character
from shared.events.partners import ServiceApplicationSubmitted
from shared.identity.roles import Role
from shared.testing.waiting import until
from tests.journeys.town import STREET, Town

_count = itertools.count(1)
WORK = "/work"
"""Where the routes of work begin."""


@dataclass(frozen=True)
class Somebody:
    """Whoever speaks: each call is made in this name, with this role."""

    town: Town
    role: Role
    subject: str
    org: str = STREET
    partner: str = ""

    async def asks(
        self, method: str, path: str, body: Any = None, *, service: str = "intake", **headers: str
    ) -> Any:
        """Return whatever a service answers."""
        token = self.town.token(self.role, self.subject, self.org, self.partner)
        sent = {"authorization": f"Bearer {token}", **headers}
        url = f"{self.town.urls[service]}{path}"
        return await self.town.client.request(method, url, json=body, headers=sent)

    async def sees(self, path: str, *, service: str = "intake", **headers: str) -> Any:
        """Read what must be there to read."""
        response = await self.asks("GET", path, service=service, **headers)
        assert response.is_success, f"GET {path}: {response.status_code} {response.text}"
        return response.json()

    async def does(
        self, path: str, body: Any = None, *, service: str = "intake", **headers: str
    ) -> Any:
        """Do what must succeed, and return what it is then."""
        response = await self.asks("POST", path, body, service=service, **headers)
        assert response.is_success, f"POST {path}: {response.status_code} {response.text}"
        return response.json()

    async def may_not(self, path: str, body: Any = None, *, why: str, **headers: str) -> Any:
        """Be refused for this reason; return the problem."""
        response = await self.asks("POST", path, body, **headers)
        problem = response.json()
        assert problem.get("type") == f"urn:jiedao:problem:{why}", f"POST {path}: {response.text}"
        return problem

    async def steps(self, case: str, *steps: tuple[str, Any]) -> Any:
        """Take an application through steps, one after the other; return it as it is then."""
        shown = None
        for step, body in steps:
            shown = await self.does(f"/cases/{case}/{step}", body)
        return shown

    async def heard(self, about: str) -> list[str]:
        """Return by which rules this member of staff was told about a matter, first to last."""
        entries = reversed(await self.town.inbox(self.subject))
        return [entry["rule"] for entry in entries if entry["about"] == about]


def clerk(town: Town, number: int = 1) -> Somebody:
    """Return a clerk at the window."""
    return Somebody(town, Role.CLERK, f"stf_c{number:04}")


def reviewer(town: Town, number: int = 1) -> Somebody:
    """Return one of those who review."""
    return Somebody(town, Role.REVIEWER, f"stf_r{number:04}")


def leader(town: Town) -> Somebody:
    """Return the shift leader."""
    return Somebody(town, Role.SHIFT_LEADER, "stf_g0001")


def operator(town: Town) -> Somebody:
    """Return an operator."""
    return Somebody(town, Role.OPERATOR, "stf_o0001")


def kiosk(town: Town) -> Somebody:
    """Return the machine in the 24-hour area."""
    return Somebody(town, Role.KIOSK, "ksk_0001")


def partner(town: Town, name: str) -> Somebody:
    """Return another office's or a bank's system."""
    return Somebody(town, Role.PARTNER, f"prt_{name}", partner=name)


def papers(*codes: str) -> list[dict[str, str]]:
    """Return papers as they are handed in."""
    return [{"code": code} for code in codes]


def neighbour(name: str) -> dict[str, str]:
    """Return somebody who does not exist, whom no other journey knows, with sound numbers."""
    n = next(_count)
    places = f"15060219580412{n:03d}"
    return {
        "name": name,
        "phone": f"1380477{4000 + n}",
        "id_number": f"{places}{id_check_character(places)}",
    }


async def submitted_online(
    town: Town, item: str, *codes: str, person: Mapping[str, str], **more: Any
) -> Any:
    """Apply on the portal; return the application that the counter has of it."""
    reference = f"WS-{town.run}-{next(_count):04}"
    application = {
        "reference": reference,
        "item_code": item,
        "sealed": await town.seal("intake", dict(person)),
        "papers": papers(*codes),
        **more,
    }
    await town.publish("portal", ServiceApplicationSubmitted.type, reference, application)
    window, found = clerk(town), list[Any]()

    async def arrived() -> bool:
        found.extend((await window.sees(f"/cases/search?number={reference}"))["items"])
        return bool(found)

    await until(arrived)
    return await window.sees(f"/cases/{found[0]['id']}")


async def told(who: Somebody, rule: str, about: str) -> None:
    """Wait until somebody is told about a matter by a rule."""
    await who.town.told(who.subject, rule, about)


def words(value: Any) -> str:
    """Return an answer as one text, to look for what must not stand in it."""
    return json.dumps(value, ensure_ascii=False)
