"""A morning at the window: queues, claims, a colleague on leave, and the search."""

from dataclasses import replace

from services.intake.adapters.mongo import IntakeWork
from services.intake.application.case.keeping import keep_in_state
from shared.events.intake_work import CaseReleased
from shared.identity.roles import Role
from tests.services.intake.desk import COMMUNITY
from tests.services.intake.entrypoints.desks import (
    PROBLEM,
    WORK,
    counts,
    days_of,
    get,
    noticed,
    post,
    queue,
)
from tests.services.intake.entrypoints.edge import Edge
from tests.services.intake.entrypoints.test_http import OTHER, handed_in


async def test_each_role_sees_its_queues_with_exact_counts(edge: Edge) -> None:
    for _ in range(3):
        await handed_in(edge)
    await noticed(edge)
    assert await counts(edge) == {"to-correct-check": 1}
    assert await counts(edge, Role.REVIEWER) == {"to-review": 3}
    assert await counts(edge, Role.REVIEWER, org=COMMUNITY) == {}


async def test_a_queue_comes_in_the_order_in_which_it_falls_due(edge: Edge) -> None:
    for item in ("elder-allowance", "temporary-relief"):
        papers = [{"code": code} for code in ("id-card", "household-register")]
        papers += [{"code": code} for code in ("relief-application", "hardship-proof")]
        await handed_in(edge, item=item, papers=papers)
    # Ten working days against seven: the later one falls due first.
    assert await queue(edge, "to-review", Role.REVIEWER) == ["02", "01"]
    first = await get(edge, f"{WORK}/queues/to-review?limit=1", Role.REVIEWER)
    rest = await get(edge, f"{WORK}/queues/to-review?limit=1&cursor={first['next']}", Role.REVIEWER)
    assert [row["project_no"][-2:] for row in (*first["items"], *rest["items"])] == ["02", "01"]
    assert rest["next"] is None


async def test_the_green_channel_goes_first_while_the_visit_lasts_and_no_longer(edge: Edge) -> None:
    for day, how in ((7, {}), (8, {}), (9, {"need": "aged"})):
        await edge.desk.pass_to(edge.desk.clock.now().replace(day=day))
        await handed_in(edge, **how)
    assert await days_of(edge, "to-review") == ["09", "07", "08"]
    await edge.desk.pass_to(edge.desk.clock.now().replace(day=10))
    assert await days_of(edge, "to-review") == ["07", "08", "09"]
    await edge.desk.pass_to(edge.desk.clock.now().replace(month=10, day=20))
    assert await days_of(edge, "overdue") == ["07", "08", "09"]


async def test_a_point_sees_what_it_has(edge: Edge) -> None:
    first, _ = await noticed(edge), await noticed(edge)

    async def moved(work: IntakeWork) -> None:
        case = replace(await work.cases.get(first), point="station-3")
        keep_in_state(case, CaseReleased, work, queue="to-correct-check", by="stf_c0001")

    await edge.desk.run(moved)
    assert await queue(edge, "to-correct-check?point=station-3") == ["01"]
    here = await get(edge, f"{WORK}/queues?point=station-3")
    assert {q["name"]: q["count"] for q in here if q["count"]} == {"to-correct-check": 1}
    found = await get(edge, "/cases/search?point=station-3")
    assert [row["point"] for row in found["items"]] == ["station-3"]
    assert (await get(edge, "/cases/search?point=station-4"))["items"] == []


async def test_what_is_late_stands_in_the_overdue_queue_wherever_it_waits(edge: Edge) -> None:
    await handed_in(edge)
    assert await queue(edge, "overdue") == []
    clock = edge.desk.clock
    clock.move(clock.now().replace(month=10, day=1))
    assert await queue(edge, "overdue") == ["01"]
    assert (await counts(edge, Role.REVIEWER))["overdue"] == 1


async def test_another_roles_queue_and_an_unknown_one_are_refused_in_words(edge: Edge) -> None:
    refused = await get(edge, f"{WORK}/queues/to-review")
    assert (refused["status"], refused["type"]) == (403, f"{PROBLEM}not-your-queue")
    assert (await get(edge, f"{WORK}/queues/nonsense"))["status"] == 404
    wrong = await get(edge, f"{WORK}/queues/to-accept?cursor=MTpjYXNlX2E")
    assert (wrong["status"], wrong["type"]) == (422, f"{PROBLEM}bad-cursor")


async def test_a_claim_shows_and_a_colleague_is_told_who_has_it(edge: Edge) -> None:
    key = await noticed(edge)
    taken = await post(edge, f"/cases/{key}/claim", Role.CLERK, "stf_c0001")
    assert taken["claimed_by"] == "stf_c0001"
    again = await post(edge, f"/cases/{key}/claim", Role.CLERK, "stf_c0001")
    assert (again["status"], again["version"]) == (200, taken["version"])
    late = await post(edge, f"/cases/{key}/claim", Role.CLERK, "stf_c0002")
    assert (late["status"], late["type"]) == (409, f"{PROBLEM}claimed-by-another")
    assert await queue(edge, "mine", subject="stf_c0001") == ["01"]
    back = await post(edge, f"/cases/{key}/release", Role.CLERK, "stf_c0001")
    assert back["claimed_by"] is None
    names = [name for name, _, _ in await edge.desk.announced()]
    assert names[-2:] == ["case.claimed", "case.released"]


async def test_who_moved_to_another_office_sees_nothing_of_what_was_claimed_there(
    edge: Edge,
) -> None:
    key = await noticed(edge)
    await post(edge, f"/cases/{key}/claim", Role.CLERK, "stf_c0001")
    assert await queue(edge, "mine", subject="stf_c0001", org=OTHER) == []
    assert await counts(edge, subject="stf_c0001", org=OTHER) == {}
    body = {"from_staff": "stf_c0001", "reason": "调岗。"}
    async with edge.client(Role.OPERATOR, "stf_o0002", org=OTHER) as other:
        assert (await other.post(f"{WORK}/reassignments", json=body)).json()["moved"] == []
    left = await post(edge, f"{WORK}/reassignments", Role.OPERATOR, "stf_o0001", body)
    assert [row["id"] for row in left["moved"]] == [key]


async def test_whoever_decides_on_an_older_version_is_told_what_changed(edge: Edge) -> None:
    key = await noticed(edge)
    async with edge.client(Role.CLERK, "stf_c0001") as clerk:
        seen = (await clerk.get(f"/cases/{key}")).headers["ETag"]
    await post(edge, f"/cases/{key}/claim", Role.CLERK, "stf_c0002")
    stale = {"If-Match": seen}
    for path in ("claim", "release"):
        late = await post(edge, f"/cases/{key}/{path}", Role.CLERK, "stf_c0001", **stale)
        assert late["status"] == 412
        assert late["changed"] == ["claimed_by", "claimed_in"]
        assert "claimed_by" in late["detail"]


async def test_who_accepted_a_promised_item_does_not_decide_it(edge: Edge) -> None:
    case = await handed_in(edge)
    assert case["accepted_by"] == "stf_c0001"
    at = f"/cases/{case['id']}"
    await post(edge, f"{at}/review", Role.REVIEWER, "stf_r0001")
    body = {"outcome": "approved", "reasons": "符合条件。"}
    both = await post(edge, f"{at}/decision", Role.REVIEWER, "stf_c0001", body)
    assert (both["status"], both["type"]) == (403, f"{PROBLEM}separation-of-duties")
    other = await post(edge, f"{at}/decision", Role.REVIEWER, "stf_r0001", body)
    assert (other["status"], other["state"]) == (200, "decided")
