"""Special procedures: an extension moves the limits, all others stop them."""

from datetime import datetime

import pytest

from services.intake.application.case.decide import (
    DecideApplication,
    decide_application,
    start_review,
)
from services.intake.application.case.procedures import (
    EndProcedure,
    StartProcedure,
    end_procedure,
    start_procedure,
)
from services.intake.application.case.recall import RecallStep, grant_recall, request_recall
from services.intake.application.work.claim import ClaimCase, claim_case
from services.intake.domain.case.case import Case
from services.intake.domain.case.endings import ENDED_WITH_IT
from services.intake.domain.case.parts import Outcome, ProcedureKind
from services.intake.domain.case.states import State
from services.intake.domain.exchange.exchange import Table, rows_of
from shared.calendar import Limit, Unit
from shared.values import Invalid, NotAllowed, Refusal
from tests.services.intake.application.test_deadlines import clock_of, warnings
from tests.services.intake.application.test_receive import apply
from tests.services.intake.desk import Desk

LEADER, LEADERS, STAFF = "stf_g0001", {"shift_leader"}, {"clerk", "reviewer"}
FIVE = Limit(5, Unit.WORKING_DAYS)


def china(text: str) -> datetime:
    """Return an instant of September or October 2026, as it is written here."""
    return datetime.fromisoformat(f"2026-{text}+08:00")


async def in_review(desk: Desk) -> Case:
    """Return one taken on Monday, 7 September 2026: promised to the 20th, a make-up Sunday."""
    await apply(desk, "elder-allowance", "id-card", "household-register")
    case = await desk.only()
    return await desk.run(lambda w: start_review(case.id, w))


async def start(
    desk: Desk, kind: ProcedureKind = ProcedureKind.INSPECTION, days: int = 5, unit: str = "G"
) -> Case:
    """Start one as a reviewer whom another approves of, or extend the limits as a leader."""
    extends = kind is ProcedureKind.EXTENSION
    by, approver, roles = (LEADER, None, LEADERS) if extends else ("stf_r0001", "stf_r0009", STAFF)
    return await begin(desk, kind, approver, roles, by, Limit(days, Unit(unit)))


async def begin(
    desk: Desk,
    kind: ProcedureKind,
    approver: str | None,
    roles: set[str],
    by: str,
    limit: Limit = FIVE,
) -> Case:
    case = await desk.only()
    command = StartProcedure(case.id, kind, "需现场核实。", "行政许可法", approver, limit, roles)
    return await desk.run(lambda w: start_procedure(command, w), by=by)


async def end(desk: Desk) -> Case:
    case = await desk.only()
    return await desk.run(lambda w: end_procedure(EndProcedure(case.id, "已核实。"), w))


async def test_an_inspection_stops_both_clocks_and_has_one_of_its_own(desk: Desk) -> None:
    await in_review(desk)
    case = await start(desk)
    assert case.state is State.SUSPENDED
    assert (clock_of(case, "statutory"), clock_of(case, "promised")) == (None, None)
    assert case.due_at == china("09-14T17:30:00")


async def test_after_an_inspection_of_three_working_days_all_is_due_so_much_later(
    desk: Desk,
) -> None:
    before = await in_review(desk)
    await desk.pass_to(china("09-08T10:00:00"))
    await start(desk)
    await desk.pass_to(china("09-11T10:00:00"))
    case = await end(desk)
    assert clock_of(before, "promised") == china("09-20T17:30:00")
    assert clock_of(case, "promised") == china("09-23T17:30:00")
    assert case.procedures[-1].ended_at == china("09-11T10:00:00")
    assert {clock.name for clock in case.open_clocks} == {"statutory", "promised"}


async def test_while_it_runs_no_other_starts_and_nothing_is_decided(desk: Desk) -> None:
    await in_review(desk)
    case = await start(desk)
    for kind in (ProcedureKind.HEARING, ProcedureKind.EXTENSION):
        with pytest.raises(Refusal, match="not possible in state 'suspended'"):
            await start(desk, kind)
    decision = DecideApplication(case.id, Outcome.APPROVED, "符合。", "stf_r0001", True)
    with pytest.raises(Refusal, match="suspended"):
        await desk.run(lambda w: decide_application(decision, w))


async def test_only_the_procedure_s_own_clock_warns_while_it_runs(desk: Desk) -> None:
    await in_review(desk)
    await start(desk)
    await desk.pass_to(china("12-31T12:00:00"))
    assert await warnings(desk) == [
        ("deadline.near-due", "special-procedure", "yellow"),
        ("deadline.near-due", "special-procedure", "red"),
        ("deadline.overdue", "special-procedure", "overdue"),
    ]


async def test_a_second_procedure_has_a_fresh_clock_that_warns_anew(desk: Desk) -> None:
    await in_review(desk)
    for kind in (ProcedureKind.INSPECTION, ProcedureKind.TESTING):
        await start(desk, kind, days=1)
        await desk.pass_to(desk.clock.now().replace(day=desk.clock.now().day + 2))
        await end(desk)
    told = [clock for name, clock, _ in await warnings(desk) if name == "deadline.overdue"]
    assert told.count("special-procedure") == 2


async def test_an_extension_moves_the_limits_once(desk: Desk) -> None:
    await in_review(desk)
    case = await start(desk, ProcedureKind.EXTENSION, days=2)
    assert case.state is State.IN_REVIEW
    assert clock_of(case, "promised") == china("09-22T17:30:00")
    assert case.open_clocks[0].extensions[0].by == LEADER
    with pytest.raises(Refusal):
        await start(desk, ProcedureKind.EXTENSION, days=2)
    name, _, data = (await desk.announced())[-1]
    assert (name, data["kind"], data["amount"]) == ("special-procedure.started", "extension", 2)


async def test_only_a_leader_extends_and_none_who_works_on_it(desk: Desk) -> None:
    """XKF 42: 经本行政机关负责人批准; nobody approves of more time for his or her own work."""
    await in_review(desk)
    for by, roles, code in (
        ("stf_r0001", STAFF, "leader-needed"),
        ("stf_c0001", LEADERS | STAFF, "own-work"),
    ):
        with pytest.raises(NotAllowed) as refused:
            await begin(desk, ProcedureKind.EXTENSION, None, roles, by)
        assert refused.value.code == code
    with pytest.raises(Invalid, match="stf_g0001") as wrong:
        await begin(desk, ProcedureKind.EXTENSION, "stf_g0002", LEADERS, LEADER)
    assert wrong.value.field == "approver"
    claimed = ClaimCase((await desk.only()).id, LEADER, STAFF)
    await desk.run(lambda w: claim_case(claimed, w), by=LEADER)
    with pytest.raises(NotAllowed, match="worked on"):
        await begin(desk, ProcedureKind.EXTENSION, None, LEADERS, LEADER)


@pytest.mark.parametrize("approver", [None, "stf_r0001"])
async def test_any_other_procedure_is_approved_by_another_person(
    desk: Desk, approver: str | None
) -> None:
    await in_review(desk)
    with pytest.raises(Invalid) as refused:
        await begin(desk, ProcedureKind.HEARING, approver, STAFF, "stf_r0001")
    assert (refused.value.code, refused.value.field) == ("approver-needed", "approver")
    with pytest.raises(NotAllowed, match="clerk or a reviewer"):
        await begin(desk, ProcedureKind.HEARING, "stf_r0001", LEADERS, LEADER)


async def test_a_warning_that_an_extension_took_back_comes_again(desk: Desk) -> None:
    await in_review(desk)
    await desk.pass_to(china("09-15T12:00:00"))
    await start(desk, ProcedureKind.EXTENSION, days=10)
    await desk.pass_to(china("10-12T12:00:00"))
    yellow = ("deadline.near-due", "promised", "yellow")
    assert (await warnings(desk)).count(yellow) == 2


@pytest.mark.parametrize(("days", "unit"), [(11, "G"), (5, "Z")])
async def test_an_extension_beyond_the_item_s_own_is_refused(
    desk: Desk, days: int, unit: str
) -> None:
    await in_review(desk)
    with pytest.raises(Refusal, match="at the most"):
        await start(desk, ProcedureKind.EXTENSION, days, unit)


async def test_a_limit_that_has_run_out_is_not_extended(desk: Desk) -> None:
    await in_review(desk)
    await desk.pass_to(china("11-30T12:00:00"))
    with pytest.raises(Refusal):
        await start(desk, ProcedureKind.EXTENSION, days=2)


async def test_a_broken_promise_stays_broken_when_the_law_s_limit_is_extended(desk: Desk) -> None:
    before = await in_review(desk)
    await desk.pass_to(china("09-22T12:00:00"))
    case = await start(desk, ProcedureKind.EXTENSION, days=10)
    assert clock_of(case, "promised") == clock_of(before, "promised")
    assert clock_of(case, "statutory") != clock_of(before, "statutory")


async def test_what_is_withdrawn_during_a_procedure_has_no_clock_left(desk: Desk) -> None:
    await in_review(desk)
    case = await start(desk)
    await desk.run(lambda w: request_recall(RecallStep(case.id, "申请人撤回。"), w))
    case = await desk.run(lambda w: grant_recall(case.id, w))
    assert case.open_clocks == ()
    assert await desk.next_timer() is None


async def test_a_procedure_that_runs_ends_with_what_is_recalled_as_its_row_says(
    desk: Desk,
) -> None:
    await in_review(desk)
    await start(desk)
    await desk.pass_to(china("09-08T10:00:00"))
    case = await desk.only()
    await desk.run(lambda w: request_recall(RecallStep(case.id, "申请人撤回。"), w))
    over = await desk.run(lambda w: grant_recall(case.id, w))
    rows = rows_of(over, desk.catalogue.get("elder-allowance"), None)
    (row,) = [row.values for row in rows if row.table is Table.SPECIAL_PROCEDURE]
    assert (row["end_time"], row["result"]) == (china("09-08T10:00:00"), ENDED_WITH_IT)
