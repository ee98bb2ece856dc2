"""Employment registration accepted → jobs registers the seeker → match → adviser told."""

from typing import Any

from shared.events.partners import EmploymentApplicationSubmitted, VacancyOffered
from shared.identity.roles import Role
from shared.testing.waiting import until
from tests.journeys.town import Town

SOMEBODY = {"name": "张小雨", "phone": "13804770001", "id_number": "150602199003074515"}


async def vacancy(here: Town) -> str:
    number = f"LG-{here.run}"
    offered = {**VacancyOffered.example, "vacancy_no": number, "valid_until": None}
    await here.publish("gig-feed", VacancyOffered.type, number, offered)
    return number


async def register_for_work(here: Town) -> None:
    wish = {
        "occupations": ["4-10-01-06"],
        "skills": ["cleaning"],
        "shifts": [0, 3, 6],
        "around": {"lng": 109.985, "lat": 39.82},
        "within_km": 5,
    }
    data = {
        "reference": f"JY-{here.run}",
        "sealed": await here.seal("intake", SOMEBODY),
        "wish": wish,
        "papers": [{"code": "id-card"}],
    }
    await here.publish("portal", EmploymentApplicationSubmitted.type, f"JY-{here.run}", data)


async def suggested(here: Town) -> dict[str, Any]:
    found: list[dict[str, Any]] = []

    async def there() -> bool:
        found[:] = await here.pages("jobs", "/matches", Role.ADVISER)
        return bool(found)

    await until(there)
    return found[0]


async def test_who_registers_for_work_is_matched_and_the_adviser_is_told(here: Town) -> None:
    await vacancy(here)
    await register_for_work(here)
    match = await suggested(here)
    assert match["state"] == "suggested"
    assert match["reasons"]
    await here.told("stf_j0001", "match-suggested", match["id"])
    # The contact is asked of its owner at the moment of use, for a stated purpose.
    path = f"/matches/{match['id']}/contact"
    contacted = await here.call(
        "POST", "jobs", path, role=Role.ADVISER, subject="stf_j0001", **{"X-Purpose": "contact"}
    )
    assert SOMEBODY["phone"] in str(contacted)
    for step in ("acceptance", "start", "finish"):
        done = await here.call(
            "POST", "jobs", f"/matches/{match['id']}/{step}", role=Role.ADVISER, subject="stf_j0001"
        )
    assert done["state"] == "finished"
