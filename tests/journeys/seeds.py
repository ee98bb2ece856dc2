"""One record of each kind in the town: what a route's path names when somebody asks for it."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from shared.events.catalogue import SERVICES
from shared.events.codec import STRUCTURED
from shared.events.partners import HotlineOrderPlaced, VacancyOffered
from shared.identity.roles import Role
from shared.testing.waiting import until
from tests.journeys.town import Town

OTHER_STREET = "150602012000"
DISTRICT = "150602000000"
TRADE = "4-02-07-10"  # nobody else in the town looks for it or offers it
# Its category and place are in no other journey, so that no other report joins it.
REPORT = {
    "category": "street-rubbish",
    "text": "垃圾两天没有清运。",
    "place": "小区东门外",
    "point": {"lng": 110.015, "lat": 39.845},
    "reporter": {"name": "高娃", "phone": "13804770006"},
}
MATTER: dict[str, Any] = {
    "matter": "retirement",
    "answers": {"other-pension": False, "age": 66, "local": True},
    "papers": [{"code": "id-card"}],
    "person": {"name": "高娃", "phone": "13804770006"},
}
CLERK = "stf_c0001"
CARE = "elder-phone-class"
HELP = {
    "kind": "help",
    "category": "elder-allowance-help",
    "text": "老人不会办理高龄津贴，请求上门帮助。",
    "place": "小区北门",
    "point": {"lng": 110.012, "lat": 39.846},
}


@dataclass(frozen=True)
class Seeds:
    """`ids` by service, first word of the path and path parameter; `owner` of the inbox entry."""

    ids: dict[tuple[str, str, str], str]
    owner: str

    def path(self, service: str, template: str) -> str:
        """Fill the template; raise `LookupError` for a parameter without a seeded record."""
        first = template.split("/")[1]

        def named(parameter: re.Match[str]) -> str:
            key = (service, first, parameter[1])
            if key not in self.ids:
                raise LookupError(f"{template} of {service}: seed a record for {key}")
            return self.ids[key]

        return re.sub(r"{([^}]+)}", named, template)


async def seed(here: Town) -> Seeds:
    """Bring one record of each kind into the town through its own doors."""
    case = await _registered_for_work(here)
    rating = await _rated_badly(here, case["receipt_code"])
    seeker = await _first(here, "/seekers")
    post = await _in_other_street(here, "POST", "jobs", "/posts", _post(here))
    match = await _first(here, "/matches")
    filed = await here.call("POST", "grid", "/reports", role=Role.RESIDENT, body=REPORT)
    seen = await here.call("GET", "grid", f"/reports/{filed['report']}", role=Role.SHIFT_LEADER)
    await _signed(here, filed["incident"])
    entry = await _asked_for_help(here)
    booking = await _booked(here, case["applicant_ref"])
    bundle = await here.call("POST", "intake", "/bundles", role=Role.CLERK, body=MATTER)
    return Seeds(
        {
            ("intake", "cases", "key"): case["id"],
            ("intake", "cases", "number"): case["receipts"][0]["number"],
            ("intake", "ratings", "key"): rating,
            ("intake", "matters", "code"): MATTER["matter"],
            ("intake", "bundles", "key"): bundle["id"],
            ("intake", "bundles", "number"): bundle["receipts"][0]["number"],
            ("intake", "people", "ref"): case["applicant_ref"],
            ("intake", "items", "code"): case["item_code"],
            ("intake", "points", "code"): "hub",
            ("intake", "work", "name"): "overdue",
            ("intake", "partners", "partner"): "real-estate",
            ("intake", "partners", "key"): case["id"],
            ("intake", "authorisations", "key"): await _authorised(here, case["applicant_ref"]),
            ("intake", "appointments", "key"): await _appointed(here, case["applicant_ref"]),
            ("intake", "care", "code"): CARE,
            ("intake", "care", "key"): booking["id"],
            ("intake", "care", "session"): booking["session"],
            ("grid", "incidents", "incident_id"): filed["incident"],
            ("grid", "incidents", "stage"): "handling",
            ("grid", "reports", "report_id"): filed["report"],
            ("grid", "people", "ref"): seen["reporter"],
            ("jobs", "posts", "post"): post["id"],
            ("jobs", "seekers", "seeker"): seeker["id"],
            ("jobs", "seekers", "post"): post["id"],
            ("jobs", "matches", "match"): match["id"],
            ("intake", "sources", "partner"): "portal",
            ("grid", "sources", "partner"): "hotline",
            ("jobs", "sources", "partner"): "gig-feed",
            ("notify", "inbox", "id_"): entry["id"],
            ("notify", "notifications", "id_"): entry["notification"],
            ("notify", "escalations", "id_"): entry["escalation"],
            **{(name, "ledger", "place"): await _rejected(here, name) for name in SERVICES},
        },
        CLERK,
    )


async def _registered_for_work(here: Town) -> dict[str, Any]:
    body = {
        "item_code": "employment-registration",
        "papers": [{"code": "id-card", "form": "original"}],
        "person": {"name": "高娃", "phone": "13804770006", "id_number": "150602199003074515"},
        "wish": {"occupations": [TRADE]},
    }
    return await _in_other_street(here, "POST", "intake", "/cases", body)


async def _rated_badly(here: Town, code: str) -> str:
    body = {"receipt_code": code, "grade": "dissatisfied", "details": ["waited-too-long"]}
    await here.call("POST", "intake", "/ratings", role=Role.RESIDENT, body=body)
    page = await _in_other_street(here, "GET", "intake", "/ratings", role=Role.SHIFT_LEADER)
    key: str = page["items"][0]["id"]
    return key


async def _authorised(here: Town, person: str) -> str:
    letter = {
        "applicant_ref": person,
        "agent_ref": "stf_y0001",
        "items": ["elder-allowance"],
        "acts": ["hand-in"],
        "until": "2099-12-31",
        "signature": here.run,
    }
    return str((await _in_other_street(here, "POST", "intake", "/authorisations", letter))["id"])


async def _appointed(here: Town, person: str) -> str:
    # Points are in the pilot's own street; nobody else in the town makes an appointment.
    coming = (datetime.now(UTC) + timedelta(days=n) for n in range(1, 25))
    for day in coming:
        slots = await here.call(
            "GET", "intake", f"/points/hub/slots?day={day.date()}", role=Role.CLERK
        )
        if slots["items"]:
            at = slots["items"][0]["starts_at"]
            body = {"point": "hub", "starts_at": at, "person_ref": person}
            made = await here.call("POST", "intake", "/appointments", role=Role.CLERK, body=body)
            return str(made["id"])
    raise LookupError("the hub is closed for weeks")


async def _booked(here: Town, person: str) -> dict[str, Any]:
    since = (datetime.now(UTC) + timedelta(days=1)).date()
    path = f"/care/services/{CARE}/sessions?since={since}&days=25"
    session = (await here.call("GET", "intake", path, role=Role.CLERK))["items"][0]
    body = {"service": CARE, "starts_at": session["starts_at"], "person_ref": person}
    made: dict[str, Any] = await here.call(
        "POST", "intake", "/care/bookings", role=Role.CLERK, body=body
    )
    return made


async def _rejected(here: Town, service: str) -> str:
    """Bring something unreadable to a service's door; return its place in the ledger."""
    token = here.token(Role.PARTNER, "prt_hotline", partner="hotline")
    headers = {"authorization": f"Bearer {token}", "content-type": STRUCTURED}
    await here.client.post(f"{here.urls[service]}/events", content=b"{", headers=headers)
    page = await here.call("GET", service, "/ledger?code=not-json", role=Role.OPERATOR)
    place: str = page["items"][0]["place"]
    return place


def _post(here: Town) -> dict[str, Any]:
    number = f"LG-S-{here.run}"
    offered = {**VacancyOffered.example, "occupation": TRADE, "vacancy_no": number}
    return {**offered, "valid_until": None}


async def _first(here: Town, path: str) -> dict[str, Any]:
    found: list[dict[str, Any]] = []

    async def there() -> bool:
        page = await _in_other_street(here, "GET", "jobs", path)
        found.extend(page["items"])
        return bool(found)

    await until(there)
    return found[0]


async def _signed(here: Town, incident: str) -> None:
    # So that no hand-off lapses and the incident stands still.
    path = f"/incidents/{incident}"
    worker = (await here.call("GET", "grid", path, role=Role.SHIFT_LEADER))["worker"]
    await here.call("POST", "grid", f"{path}/signature", role=Role.GRID_WORKER, subject=worker)


async def _asked_for_help(here: Town) -> dict[str, Any]:
    """Return the inbox entry of a clerk who must acknowledge a request for help."""
    order = f"allowance-{here.run}"
    await here.publish("hotline", HotlineOrderPlaced.type, order, {"order_no": order, **HELP})
    found: list[dict[str, Any]] = []

    async def told() -> bool:
        found.extend(e for e in await here.inbox(CLERK) if "elder-allowance" in e["body"])
        return bool(found)

    await until(told)
    return found[0]


async def _in_other_street(
    here: Town, method: str, service: str, path: str, body: Any = None, role: Role = Role.CLERK
) -> dict[str, Any]:
    # The other journeys look at what their own street has: nothing of this may stand there.
    token = here.token(role, "stf_y0001" if role is Role.CLERK else "stf_y0002", OTHER_STREET)
    headers = {"authorization": f"Bearer {token}"}
    url = f"{here.urls[service]}{path}"
    response = await here.client.request(method, url, json=body, headers=headers)
    assert response.is_success, f"{method} {path}: {response.status_code} {response.text}"
    answer: dict[str, Any] = response.json()
    return answer
