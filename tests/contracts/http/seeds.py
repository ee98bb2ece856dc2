"""What lies in a service before its routes are tried: without it, every path names nothing.

Keys are the first word of a path and the parameter that stands in it, as in ``/cases/{key}``.
"""

from collections.abc import Callable, Mapping
from typing import Any

from shared.events.grid import HelpRequested, IncidentDispatched
from shared.events.intake import ApplicationAccepted
from shared.events.partners import VacancyOffered
from shared.identity.roles import Role
from tests.contracts.http.house import House

Seeds = dict[tuple[str, str], list[str]]

_PERSON = {"name": "高娃", "phone": "13804770006", "id_number": "150602199003074515"}
_HOUSING = ["housing-application", "id-card", "household-register", "housing-situation"]
_ALLOWANCE = ["id-card", "household-register"]
_REASONS = {"reasons": "材料齐全，符合条件。"}
_CARE = "elder-phone-class"
_POST = {**VacancyOffered.example, "valid_until": None}


def seeded(house: House) -> Seeds:
    """Bring some records of each kind into a service, through its own doors."""
    own = _OWN[house.service](house)
    return {**own, ("ledger", "place"): house.rejects()}


def _intake(house: House) -> Seeds:
    cases = [_case(house, "elder-allowance", _ALLOWANCE) for _ in range(2)]
    cases += [_case(house, "elder-allowance", [])]
    cases += [_case(house, "public-rental-housing", _HOUSING) for _ in range(2)]
    under_review, asked_back = cases[-2:]
    house.call(Role.REVIEWER, "POST", f"/cases/{under_review['id']}/review", {"onsite": True})
    house.call(Role.REVIEWER, "POST", f"/cases/{asked_back['id']}/review", {"onsite": False})
    house.call(Role.CLERK, "POST", f"/cases/{asked_back['id']}/recall", _REASONS)
    cases += [_card(house), _card(house, handed_over=True)]
    person = cases[0]["applicant_ref"]
    booking = _booking(house, person)
    return {
        ("cases", "key"): [case["id"] for case in cases],
        ("matters", "code"): ["open-eatery", "retirement"],
        ("bundles", "key"): [bundle["id"] for bundle in _bundles(house)],
        ("cases", "number"): [receipt["number"] for receipt in cases[0]["receipts"]],
        ("ratings", "key"): [_rating(house, case["receipt_code"]) for case in cases[:3]],
        ("people", "ref"): [person],
        ("items", "code"): ["elder-allowance", "public-rental-housing", "employment-registration"],
        ("points", "code"): ["hub", "station-3"],
        ("work", "name"): ["overdue", "to-review"],
        ("partners", "partner"): ["real-estate"],
        ("sources", "partner"): ["portal"],
        ("authorisations", "key"): [_authorisation(house, person)],
        ("appointments", "key"): [_appointment(house, person, day) for day in (14, 15)],
        ("care", "code"): [_CARE],
        ("care", "key"): [booking["id"]],
        ("care", "session"): [booking["session"]],
    }


def _case(house: House, item: str, papers: list[str]) -> dict[str, Any]:
    given = [{"code": code} for code in papers]
    body = {"item_code": item, "papers": given, "person": _PERSON}
    return house.call(Role.CLERK, "POST", "/cases", body)


def _bundles(house: House) -> list[dict[str, Any]]:
    answers = {"other-pension": False, "age": 66, "local": True}
    form = {"matter": "retirement", "answers": answers, "person": _PERSON}
    papers = [{"code": code} for code in ("id-card", "photo", "bank-card")]
    return [
        house.call(Role.CLERK, "POST", "/bundles", {**form, "papers": brought})
        for brought in (papers, papers[:1])
    ]


def _card(house: House, *, handed_over: bool = False) -> dict[str, Any]:
    case = _case(house, "elder-card", ["id-card", "photo"])
    body = {"outcome": "approved", **_REASONS, "hand_over": handed_over}
    return house.call(Role.CLERK, "POST", f"/cases/{case['id']}/decision", body)


def _rating(house: House, code: str) -> str:
    body = {"receipt_code": code, "grade": "dissatisfied", "details": ["waited-too-long"]}
    house.call(Role.RESIDENT, "POST", "/ratings", body)
    page = house.call(Role.SHIFT_LEADER, "GET", "/ratings")
    return str(page["items"][-1]["id"])


def _authorisation(house: House, person: str) -> str:
    letter = {
        "applicant_ref": person,
        "agent_ref": "stf_y0001",
        "items": ["elder-allowance"],
        "acts": ["hand-in"],
        "until": "2026-12-31",
        "signature": "CN-7",
    }
    return str(house.call(Role.CLERK, "POST", "/authorisations", letter)["id"])


def _appointment(house: House, person: str, day: int) -> str:
    slots = house.call(Role.CLERK, "GET", f"/points/hub/slots?day=2026-09-{day}")
    free = next(slot for slot in slots["items"] if slot["free"])
    body = {"point": "hub", "starts_at": free["starts_at"], "person_ref": person}
    return str(house.call(Role.CLERK, "POST", "/appointments", body)["id"])


def _booking(house: House, person: str) -> dict[str, Any]:
    path = f"/care/services/{_CARE}/sessions?since=2026-09-08&days=20"
    session = house.call(Role.CLERK, "GET", path)["items"][0]
    body = {"service": _CARE, "starts_at": session["starts_at"], "person_ref": person}
    return house.call(Role.CLERK, "POST", "/care/bookings", body)


def _grid(house: House) -> Seeds:
    filed = [house.call(Role.CLERK, "POST", "/reports", _report(n)) for n in range(4)]
    reports = [row["report"] for row in filed]
    seen = house.call(Role.SHIFT_LEADER, "GET", f"/reports/{reports[0]}")
    return {
        ("incidents", "incident_id"): [row["incident"] for row in filed],
        ("incidents", "stage"): ["handling", "contact"],
        ("reports", "report_id"): reports,
        ("people", "ref"): [seen["reporter"]],
        ("sources", "partner"): ["hotline", "sensors"],
    }


def _report(number: int) -> dict[str, Any]:
    # Far enough from one another that none joins another.
    return {
        "category": "street-rubbish",
        "text": "垃圾两天没有清运。",
        "place": "小区东门外",
        "point": {"lng": 109.98 + number / 100, "lat": 39.82},
        "reporter": {"name": "高娃", "phone": "13804770006"},
    }


def _jobs(house: House) -> Seeds:
    wish = {"occupations": ["4-10-01-06"]}
    for number in range(3):
        person = f"per_{'abc'[number] * 26}"
        house.hear(f"case_{number}", ApplicationAccepted, applicant=person, wish=wish)
    post = {"title": "家政保洁员", "occupation": "4-10-01-06", "vacancy_no": "LG-1"}
    posts = [house.call(Role.ADVISER, "POST", "/posts", {**_POST, **post})["id"]]
    return {
        ("posts", "post"): posts,
        ("seekers", "post"): posts,
        ("seekers", "seeker"): _ids(house.call(Role.ADVISER, "GET", "/seekers")),
        ("matches", "match"): _ids(house.call(Role.ADVISER, "GET", "/matches")),
        ("sources", "partner"): ["gig-feed"],
    }


def _notify(house: House) -> Seeds:
    house.hear("help_1", HelpRequested)
    house.hear("inc_1", IncidentDispatched)
    entries = house.call(Role.CLERK, "GET", "/inbox")["items"]
    return {
        ("inbox", "id_"): [entry["id"] for entry in entries],
        ("notifications", "id_"): [entry["notification"] for entry in entries],
        ("escalations", "id_"): _ids(house.call(Role.OPERATOR, "GET", "/escalations")),
    }


def _ids(page: Mapping[str, Any]) -> list[str]:
    return [row["id"] for row in page["items"]]


_OWN: Mapping[str, Callable[[House], Seeds]] = {
    "intake": _intake,
    "grid": _grid,
    "jobs": _jobs,
    "notify": _notify,
}
