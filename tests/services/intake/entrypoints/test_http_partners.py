"""A day with a partner: it fetches what was handed to it, and both sides reconcile."""

from typing import Any

from shared.events.partners import AgencyDecisionMade
from shared.identity.roles import Role
from tests.services.intake.desk import PARTNER_KEY
from tests.services.intake.entrypoints.edge import Edge
from tests.services.intake.entrypoints.test_http import COMPLETE, OTHER, handed_in

HERE = "/partners/real-estate"
DAY = "day=2026-09-07"


async def get(edge: Edge, path: str, role: Role = Role.PARTNER, **who: str) -> Any:
    usual = {"partner": "real-estate"} if role is Role.PARTNER else {}
    async with edge.client(role, **{**usual, **who}) as caller:
        answer = await caller.get(path)
    return answer.json() | {"status": answer.status_code}


async def with_partner(edge: Edge, *consent: str) -> dict[str, Any]:
    item = "real-estate-registration"
    return await handed_in(edge, item=item, papers=COMPLETE, consent=list(consent))


async def test_a_partner_fetches_its_own_and_opens_it_with_its_key(edge: Edge) -> None:
    case = await with_partner(edge, "name", "id_number")
    assert (case["handed_fields"], case["handed_without"]) == (["name", "id_number"], None)
    (row,) = (await get(edge, f"{HERE}/handovers"))["items"]
    assert row["number"] == case["project_no"]
    opened = PARTNER_KEY.unseal(row["sealed"])
    assert opened == {"name": "张三", "id_number": "11010519491231002X"}


async def test_the_day_is_reconciled_in_both_directions(edge: Edge) -> None:
    first, second = await with_partner(edge, "name"), await with_partner(edge)
    await edge.desk.hear("real-estate", AgencyDecisionMade, reference=first["project_no"])
    for role in (Role.PARTNER, Role.CLERK):
        day = await get(edge, f"{HERE}/reconciliation?{DAY}", role)
        assert len(day["handed_over"]) == 2
        assert [row["project_no"] for row in day["answered"]] == [first["project_no"]]
        assert day["open"] == 1
        assert [row["project_no"] for row in day["waiting"]] == [second["project_no"]]
        assert day["overdue"] == []
        assert "sealed" not in str(day)
    await edge.desk.pass_to(edge.desk.clock.now().replace(month=10, day=1))
    later = await get(edge, f"{HERE}/reconciliation?day=2026-10-01", Role.CLERK)
    assert (later["handed_over"], later["answered"]) == ([], [])
    assert [row["project_no"] for row in later["overdue"]] == [second["project_no"]]


async def test_nobody_sees_another_partners_list(edge: Edge) -> None:
    await with_partner(edge, "name")
    path = f"{HERE}/reconciliation?{DAY}"
    assert (await get(edge, path, partner="bank-ordos"))["status"] == 403
    assert (await get(edge, f"{HERE}/handovers", partner="bank-ordos"))["status"] == 403
    assert (await get(edge, f"{HERE}/handovers", Role.CLERK))["status"] == 403
    assert (await get(edge, path, Role.CLERK, org=OTHER))["status"] == 403
    assert (await get(edge, path, Role.RESIDENT))["status"] == 403
    assert (await get(edge, f"/partners/nobody/reconciliation?{DAY}", Role.CLERK))["status"] == 404
    for day in ("7.9.2026", "0001-01-01", "9999-12-31"):
        wrong = await get(edge, f"{HERE}/reconciliation?day={day}", Role.CLERK)
        assert (wrong["status"], wrong["errors"][0]["field"]) == (422, "day")


async def test_a_field_that_is_none_of_the_four_is_refused(edge: Edge) -> None:
    async with edge.client(Role.CLERK) as clerk:
        body = {"item_code": "elder-allowance", "papers": COMPLETE, "consent": ["ethnicity"]}
        answer = await clerk.post("/cases", json=body)
    assert answer.status_code == 422
