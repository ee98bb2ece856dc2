"""Whatever is done in whatever order, the clocks that run are those that the state knows."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from services.intake.application.case.check import (
    AcceptApplication,
    RequestCorrection,
    SubmitCorrection,
    accept_application,
    request_correction,
    submit_correction,
)
from services.intake.application.case.decide import (
    DecideApplication,
    decide_application,
    start_review,
)
from services.intake.application.case.end import (
    RefuseApplication,
    WithdrawApplication,
    deliver_result,
    refuse_application,
    withdraw_application,
)
from services.intake.application.case.procedures import (
    EndProcedure,
    StartProcedure,
    end_procedure,
    start_procedure,
)
from services.intake.application.case.recall import (
    RecallStep,
    grant_recall,
    refuse_recall,
    request_recall,
)
from services.intake.application.ports import Work
from services.intake.domain.case.case import Case
from services.intake.domain.case.grounds import RejectionGround
from services.intake.domain.case.papers import Paper
from services.intake.domain.case.parts import Outcome, ProcedureKind
from services.intake.domain.case.states import State
from shared.calendar import Limit, Unit
from shared.values import Refusal
from tests.services.intake.application.test_receive import apply
from tests.services.intake.desk import Desk

DECISION = {"statutory", "promised"}
RUNNING = {
    State.RECEIVED: {"correction-notice"},
    State.ACCEPTED: DECISION,
    State.IN_REVIEW: DECISION,
    State.SUSPENDED: {*DECISION, "special-procedure"},
}
PAPERS = ("id-card", "discharge-certificate", "photo")


def _procedure(key: str, kind: ProcedureKind) -> Callable[[Work], Awaitable[Case]]:
    limit = Limit(3, Unit.WORKING_DAYS)
    extends = kind is ProcedureKind.EXTENSION
    approver, roles = (None, {"shift_leader"}) if extends else ("stf_r0001", {"reviewer"})
    command = StartProcedure(key, kind, "需核实。", "行政许可法", approver, limit, roles)
    return lambda work: start_procedure(command, work)


def steps(key: str) -> dict[str, Callable[[Work], Awaitable[Case]]]:
    """Return everything that staff may try."""
    papers = tuple(Paper(code) for code in PAPERS)
    ground = RejectionGround.CONDITIONS_NOT_MET
    decision = DecideApplication(
        key, Outcome.REJECTED, "不符合。", "stf_r0001", True, ground=ground
    )
    return {
        "accept": lambda w: accept_application(AcceptApplication(key), w),
        "notice": lambda w: request_correction(RequestCorrection(key, ("photo",)), w),
        "correct": lambda w: submit_correction(SubmitCorrection(key, papers), w),
        "refuse": lambda w: refuse_application(RefuseApplication(key, "not-required", "无"), w),
        "review": lambda w: start_review(key, w),
        "inspect": _procedure(key, ProcedureKind.INSPECTION),
        "extend": _procedure(key, ProcedureKind.EXTENSION),
        "end": lambda w: end_procedure(EndProcedure(key, "已核实。"), w),
        "decide": lambda w: decide_application(decision, w),
        "withdraw": lambda w: withdraw_application(WithdrawApplication(key, "撤回。"), w),
        "ask-back": lambda w: request_recall(RecallStep(key, "另行办理。"), w),
        "give-back": lambda w: grant_recall(key, w),
        "keep": lambda w: refuse_recall(RecallStep(key, "须作出决定。"), w),
        "deliver": lambda w: deliver_result(key, w),
    }


@settings(max_examples=40)
@given(
    papers=st.sampled_from([PAPERS[:1], PAPERS]),
    tried=st.lists(
        st.tuples(st.sampled_from(sorted(steps("case"))), st.integers(0, 240)), max_size=14
    ),
)
async def test_no_clock_runs_that_the_state_does_not_know(
    papers: tuple[str, ...], tried: list[tuple[str, int]]
) -> None:
    desk = Desk()
    await apply(desk, "veterans-priority-card", *papers)
    key = (await desk.only()).id
    for name, hours in tried:
        with suppress(Refusal):
            # Whoever works on it extends nothing.
            by = "stf_g0001" if name == "extend" else "stf_c0001"
            await desk.run(steps(key)[name], by=by)
        await desk.pass_to(desk.clock.now() + timedelta(hours=hours))
        case = await desk.only()
        running = RUNNING.get(case.state, set())
        if case.state is State.RECALL_PENDING:
            running = DECISION | ({"special-procedure"} if case.open_procedure else set())
        assert {clock.name for clock in case.open_clocks} == running
        assert case.running is bool(case.open_clocks)
        for clock in case.open_clocks:
            pausable = case.open_procedure is not None and clock.name in DECISION
            ran_out = clock.due_at is not None and clock.due_at < desk.clock.now()
            assert (clock.due_at is None) is (pausable and not ran_out)
        assert case.running or await desk.next_timer() is None
