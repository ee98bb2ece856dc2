from shared.identity.roles import Role
from tests.services.intake.entrypoints.edge import Edge
from tests.services.intake.entrypoints.test_http import COMPLETE, OTHER, handed_in
from tests.services.intake.entrypoints.test_http_steps import REASONS, REJECTED, step


async def test_the_history_of_an_application_reads_like_a_story(edge: Edge) -> None:
    at = f"/cases/{(await handed_in(edge, papers=COMPLETE[:1]))['id']}"
    await step(edge, Role.CLERK, f"{at}/correction", {"papers": COMPLETE})
    await step(edge, Role.REVIEWER, f"{at}/review")
    await step(edge, Role.REVIEWER, f"{at}/decision", {"outcome": "approved", **REASONS})
    await step(edge, Role.CLERK, f"{at}/delivery")
    async with edge.client(Role.CLERK) as clerk:
        told = (await clerk.get(f"{at}/history")).json()["items"]
    assert [row["zh"] for row in told] == [
        "2026年9月7日09:00，窗口人员收件（窗口），出具收件凭证。",
        "2026年9月7日09:00，窗口人员一次性告知补正：居民户口簿。",
        "2026年9月7日09:00，窗口人员收到补正材料：居民身份证、居民户口簿。",
        "2026年9月7日09:00，窗口人员受理，出具受理通知书。",
        "2026年9月7日09:00，审核人员开始审查。",
        "2026年9月7日09:00，审核人员作出决定：准予。理由：符合条件。",
        "2026年9月7日09:00，窗口人员将结果送达申请人。",
    ]
    assert told[0]["en"].startswith("2026-09-07 09:00: a clerk received it")


async def test_the_history_of_a_rejection_says_on_which_ground(edge: Edge) -> None:
    at = f"/cases/{(await handed_in(edge))['id']}"
    await step(edge, Role.REVIEWER, f"{at}/review")
    await step(edge, Role.REVIEWER, f"{at}/decision", REJECTED)
    async with edge.client(Role.CLERK) as clerk:
        told = (await clerk.get(f"{at}/history")).json()["items"]
    assert told[-1]["zh"].endswith("：不予许可（不符合法定条件、标准）。理由：未满八十周岁。")


async def test_it_comes_page_by_page(edge: Edge) -> None:
    at = f"/cases/{(await handed_in(edge))['id']}/history"
    async with edge.client(Role.REVIEWER) as reviewer:
        first = (await reviewer.get(at, params={"limit": 1})).json()
        rest = (await reviewer.get(at, params={"limit": 1, "cursor": first["next"]})).json()
    assert [len(page["items"]) for page in (first, rest)] == [1, 1]
    assert rest["next"] is None


async def test_a_neighbour_reads_no_history_and_a_resident_neither(edge: Edge) -> None:
    at = f"/cases/{(await handed_in(edge))['id']}/history"
    async with edge.client(Role.CLERK, org=OTHER) as other:
        foreign = await other.get(at)
        nothing = await other.get("/cases/case_nobody/history")
    async with edge.client(Role.RESIDENT) as resident:
        refused = await resident.get(at)
    assert (foreign.status_code, nothing.status_code, refused.status_code) == (403, 404, 403)
