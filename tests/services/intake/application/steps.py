"""Every step that can be taken with an application: whose it is, and its use case."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial

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
    SupplementPapers,
    decide_application,
    start_review,
    supplement_papers,
)
from services.intake.application.case.end import (
    RefuseApplication,
    RevokeApproval,
    WithdrawApplication,
    archive,
    deliver_result,
    refuse_application,
    revoke_approval,
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
from services.intake.application.case.review import (
    RecordOnSite,
    TakeStep,
    record_onsite_review,
    take_step,
)
from services.intake.application.case.screen import PreReject, pre_accept, pre_reject
from services.intake.application.ports import Work
from services.intake.application.promise.promise import (
    CheckPaper,
    ExtendPromise,
    check_paper,
    extend_promise,
)
from services.intake.domain.case.case import Case
from services.intake.domain.case.grounds import RevocationGround
from services.intake.domain.case.papers import Paper
from services.intake.domain.case.parts import Outcome, ProcedureKind
from services.intake.domain.case.states import Command
from shared.calendar import Limit, Unit

WHY = "已核实。"
CLERK, HANDLER, DECIDER, ANOTHER = "stf_c0001", "stf_r0001", "stf_r0002", "stf_r0003"
LEADER = "stf_g0001"
Act = Callable[[str, Work], Awaitable[Case]]


def _procedure(kind: ProcedureKind, approver: str | None, role: str) -> Act:
    told = (kind, WHY, "行政许可法", approver, Limit(2, Unit.WORKING_DAYS), {role})
    return lambda key, w: start_procedure(StartProcedure(key, *told), w)


def _refusal(ground: str) -> Act:
    return lambda key, w: refuse_application(RefuseApplication(key, ground, WHY), w)


def decision(outcome: Outcome) -> Act:
    return lambda key, w: decide_application(
        DecideApplication(key, outcome, WHY, DECIDER, reviewer=True), w
    )


def papers(code: str, *, checked: bool) -> Act:
    return lambda key, w: supplement_papers(SupplementPapers(key, (Paper(code),), checked), w)


def handled(key: str, work: Work, *, by: str = HANDLER, passed: bool = True) -> Awaitable[Case]:
    return take_step(TakeStep(key, by, WHY, passed), work)


_GROUND = ("民政局", RevocationGround.DECEPTION, "行政许可法", WHY, DECIDER)
STEPS: Mapping[Command, tuple[str, Act]] = {
    Command.PRE_ACCEPT: (CLERK, pre_accept),
    Command.PRE_REJECT: (CLERK, lambda key, w: pre_reject(PreReject(key, WHY), w)),
    Command.ACCEPT: (CLERK, lambda key, w: accept_application(AcceptApplication(key), w)),
    Command.REQUEST_CORRECTION: (
        CLERK,
        lambda key, w: request_correction(RequestCorrection(key, ("proof",)), w),
    ),
    Command.SUBMIT_CORRECTION: (
        CLERK,
        lambda key, w: submit_correction(SubmitCorrection(key, (Paper("proof"),)), w),
    ),
    Command.SUPPLEMENT: (CLERK, papers("statement", checked=True)),
    Command.CHECK_PAPER: (
        CLERK,
        lambda key, w: check_paper(CheckPaper(key, "proof", good=True, reasons=WHY), w),
    ),
    Command.EXTEND_PROMISE: (
        DECIDER,
        lambda key, w: extend_promise(ExtendPromise(key, "statement", 2, WHY, DECIDER), w),
    ),
    Command.START_REVIEW: (HANDLER, start_review),
    # The one step before the decision is taken: it is given back.
    Command.TAKE_STEP: (ANOTHER, partial(handled, by=ANOTHER, passed=False)),
    Command.RECORD_ONSITE: (
        HANDLER,
        lambda key, w: record_onsite_review(RecordOnSite(key, (HANDLER, DECIDER), WHY, HANDLER), w),
    ),
    Command.EXTEND: (LEADER, _procedure(ProcedureKind.EXTENSION, None, "shift_leader")),
    Command.START_PROCEDURE: (ANOTHER, _procedure(ProcedureKind.APPRAISAL, DECIDER, "reviewer")),
    Command.END_PROCEDURE: (
        HANDLER,
        lambda key, w: end_procedure(EndProcedure(key, WHY), w),
    ),
    Command.REQUEST_RECALL: (CLERK, lambda key, w: request_recall(RecallStep(key, WHY), w)),
    Command.GRANT_RECALL: (HANDLER, grant_recall),
    Command.REFUSE_RECALL: (HANDLER, lambda key, w: refuse_recall(RecallStep(key, WHY), w)),
    Command.REFUSE_RECALL_IN_PROCEDURE: (
        HANDLER,
        lambda key, w: refuse_recall(RecallStep(key, WHY), w),
    ),
    Command.DECIDE: (DECIDER, decision(Outcome.APPROVED)),
    Command.DELIVER: (CLERK, deliver_result),
    Command.ARCHIVE: (CLERK, archive),
    Command.REVOKE: (DECIDER, lambda key, w: revoke_approval(RevokeApproval(key, *_GROUND), w)),
    Command.WITHDRAW: (
        CLERK,
        lambda key, w: withdraw_application(WithdrawApplication(key, WHY), w),
    ),
    Command.REFUSE_NOT_REQUIRED: (CLERK, _refusal("not-required")),
    Command.REFUSE_OUT_OF_COMPETENCE: (CLERK, _refusal("out-of-competence")),
}
"""Whose step each is, and the use case."""
