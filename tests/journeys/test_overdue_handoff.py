"""A hand-off that nobody signs → the shift leader is told. And the whole loop to closure."""

from typing import Any

from shared.identity.roles import Role
from shared.testing.waiting import until
from tests.journeys.town import Town


async def report(here: Town, lng: float, words: str) -> dict[str, Any]:
    body = {
        "category": "road-damage",
        "text": words,
        "place": "天骄路人行道",
        "point": {"lng": lng, "lat": 39.83},
        "reporter": {"name": "赵六", "phone": "13804770004"},
    }
    answer: dict[str, Any] = await here.call(
        "POST", "grid", "/reports", role=Role.RESIDENT, subject=f"res-{lng}", body=body
    )
    return answer


async def test_a_handoff_that_nobody_signs_reaches_the_shift_leader(here: Town) -> None:
    incident = (await report(here, 109.971, "地砖松动。"))["incident"]
    await here.told("stf_g0001", "handoff-lapsed", incident)


async def test_from_report_to_closure_every_reporter_is_answered(here: Town) -> None:
    first = await report(here, 109.975, "地砖塌陷。")
    second = await report(here, 109.975, "地砖塌陷。")
    assert first["incident"] == second["incident"]
    incident = first["incident"]

    async def step(name: str, role: Role, subject: str, body: Any = None) -> dict[str, Any]:
        path = f"/incidents/{incident}/{name}"
        answer: dict[str, Any] = await here.call(
            "POST", "grid", path, role=role, subject=subject, body=body
        )
        return answer

    seen = await here.call("GET", "grid", f"/incidents/{incident}", role=Role.SHIFT_LEADER)
    worker = seen["worker"]
    await here.told(worker, "incident-dispatched", incident)
    await step("signature", Role.GRID_WORKER, worker)
    await step("handling", Role.GRID_WORKER, worker)
    await step("feedback", Role.GRID_WORKER, worker, {"result": "已修复。", "solved": True})
    await here.told("stf_g0001", "incident-fed-back", incident)
    await step("verification", Role.SHIFT_LEADER, "stf_g0001", {"passed": True})
    answer = {"public_answer": "地砖已于当日修复。"}
    closed = await step("closure", Role.SHIFT_LEADER, "stf_g0001", answer)
    assert closed["state"] == "closed"
    for filed in (first, second):
        path = f"/reports/{filed['report']}"

        async def answered(path: str = path) -> bool:
            report = await here.call("GET", "grid", path, role=Role.SHIFT_LEADER)
            return bool(report["public_answer"] == answer["public_answer"])

        await until(answered)
