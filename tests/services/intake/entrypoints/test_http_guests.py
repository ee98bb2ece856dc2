"""Who is known for a place or a letter alone is erased in time too: half a year later (PIPL 19)."""

from typing import Any

import pytest

from shared.identity.roles import Role
from tests.services.intake.application.test_appointments import somebody
from tests.services.intake.entrypoints.desks import post
from tests.services.intake.entrypoints.edge import Edge
from tests.services.intake.entrypoints.test_http import OTHER
from tests.services.intake.entrypoints.test_http_agents import LETTER
from tests.services.intake.entrypoints.test_http_erasure import withdrawn

SLOT = {"point": "hub", "starts_at": "2026-09-14T09:00:00+08:00"}
SESSION = {"service": "elder-phone-class", "starts_at": "2026-09-15T09:00:00+08:00"}
RELATIVE = {"agent_ref": None, "agent": {"name": "李四", "phone": "13900000000"}}
RUN = {"reason": "到期清理。"}


async def given(edge: Edge, path: str, body: dict[str, Any]) -> Any:
    made = await post(edge, path, Role.CLERK, "stf_c0001", body)
    assert made["status"] == 201, made
    return made


def known(n: int) -> dict[str, Any]:
    return {"id_number": somebody(n).id_number}


async def due(edge: Edge, org: str = "150602013000", **asked: Any) -> Any:
    async with edge.client(Role.OPERATOR, "stf_o0001", org) as operator:
        return (await operator.get("/retention/due", params=asked)).json()


async def persons_due(edge: Edge) -> list[str]:
    return [row["applicant"] for row in (await due(edge))["items"]]


async def run(edge: Edge) -> Any:
    return await post(edge, "/retention/runs", Role.OPERATOR, "stf_o0001", RUN)


def move(edge: Edge, month: int, year: int = 2027) -> None:
    edge.desk.clock.move(edge.desk.clock.now().replace(year=year, month=month, day=28))


async def test_they_are_listed_half_a_year_after_the_last_place_and_then_erased(edge: Edge) -> None:
    came = await given(edge, "/appointments", {**SLOT, "person": known(0)})
    booked = await given(edge, "/care/bookings", {**SESSION, "person": known(1)})
    move(edge, 2)
    assert await persons_due(edge) == []
    move(edge, 3)
    assert await persons_due(edge) == [came["person"], booked["person"]]
    assert (await due(edge, org=OTHER))["items"] == []
    erased = (await run(edge))["erased"]
    assert [one["ref"] for one in erased] == [came["person"], booked["person"]]
    assert (await persons_due(edge), await edge.desk.store.count("guests", {})) == ([], 0)
    assert await edge.desk.store.count("person_keys", {}) == 0


async def test_another_place_puts_it_off(edge: Edge) -> None:
    first = await given(edge, "/appointments", {**SLOT, "person": known(0)})
    move(edge, 2)
    later = {"starts_at": "2027-03-15T09:00:00+08:00", "person_ref": first["person"]}
    await given(edge, "/appointments", {**SLOT, **later})
    move(edge, 4)
    assert await persons_due(edge) == []
    move(edge, 9)
    assert await persons_due(edge) == [first["person"]]


async def test_both_persons_of_a_letter_are_due_after_its_end(edge: Edge) -> None:
    await given(edge, "/authorisations", {**LETTER, **RELATIVE})
    move(edge, 6)
    assert await persons_due(edge) == []
    move(edge, 7)
    assert len(set(await persons_due(edge))) == 2
    assert len((await run(edge))["erased"]) == 2


async def test_a_letter_that_was_withdrawn_keeps_nobody_until_its_date(edge: Edge) -> None:
    long = {**LETTER, "until": "2031-12-31"}
    letter = await given(edge, "/authorisations", long)
    await post(edge, f"/authorisations/{letter['id']}/withdrawal", Role.CLERK, "stf_c0001")
    move(edge, 4)
    assert await persons_due(edge) == [letter["applicant"]]


async def test_whoever_is_still_awaited_is_kept_and_not_listed_until_that_is_over(
    edge: Edge,
) -> None:
    long = {**LETTER, "until": "2027-12-31"}
    over = await given(edge, "/authorisations", long)
    again = {**long, "applicant": None, "applicant_ref": over["applicant"]}
    await given(edge, "/authorisations", again)
    await post(edge, f"/authorisations/{over['id']}/withdrawal", Role.CLERK, "stf_c0001")
    move(edge, 4)
    assert (await run(edge))["kept"] == [[over["applicant"], "still-awaited"]]
    assert await persons_due(edge) == []
    move(edge, 7, 2028)
    assert await persons_due(edge) == [over["applicant"]]


async def test_whoever_has_an_application_comes_up_with_that_one(edge: Edge) -> None:
    case = await withdrawn(edge)
    ref = case["applicant"]["ref"]
    await given(edge, "/appointments", {**SLOT, "person_ref": ref})
    move(edge, 4)
    assert (await run(edge))["kept"] == [[ref, "still-retained"]]
    assert await persons_due(edge) == []
    move(edge, 10, 2036)
    (row,) = (await due(edge))["items"]
    assert (row["applicant"], row["project_no"]) == (ref, case["project_no"])


@pytest.mark.parametrize("limit", [1, 2])
async def test_applications_and_persons_stand_in_one_order_page_by_page(
    edge: Edge, limit: int
) -> None:
    case = await withdrawn(edge)
    first = await given(edge, "/appointments", {**SLOT, "person": known(0)})
    edge.desk.clock.move(edge.desk.clock.now().replace(year=2036, month=9, day=11))
    late = {"starts_at": "2036-09-15T09:00:00+08:00", "person": known(1)}
    last = await given(edge, "/appointments", {**SLOT, **late})
    move(edge, 4, 2037)
    found: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = await due(edge, limit=limit, **cursor)
        found += [row["id"] for row in page["items"]]
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}
    assert found == [first["person"], case["id"], last["person"]]
