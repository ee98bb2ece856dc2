"""How an application begins before it is received, and the ends that are no decision of review."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from services.intake.domain.case.case import Case
from services.intake.domain.case.grounds import RejectionGround, must_be_given
from services.intake.domain.case.parts import (
    BY_PROMISE,
    Decision,
    Outcome,
    ReceiptKind,
    Revocation,
)
from services.intake.domain.case.states import TABLE, Command
from services.intake.domain.catalogue.policies import CorrectionLapse, LapsePolicy
from services.intake.domain.promise.promise import PaperState
from shared.values import Refusal

UNCORRECTED = "逾期未补正。"
ENDED_WITH_IT = "随办件终结而结束。"
"""The result of a special procedure that ran when its application ended."""


def pre_accepted(case: Case, now: datetime) -> Case:
    """预受理通过: it counts as received since it was submitted; its limit has run since then."""
    state = TABLE.next(case.state, Command.PRE_ACCEPT)
    return replace(case, state=state).with_receipt(ReceiptKind.RECEIVED, now)


def pre_rejected(case: Case, reasons: str, now: datetime) -> Case:
    """预审不通过: with reasons; the applicant may submit again."""
    state = TABLE.next(case.state, Command.PRE_REJECT)
    must_be_given(reasons)
    rejected = replace(case, state=state, because=reasons)
    return rejected.with_receipt(ReceiptKind.PRE_REJECTED, now)


def recall_requested(case: Case, reasons: str) -> Case:
    """申请撤件: the applicant asks for it back while it is reviewed; its clocks run on."""
    return replace(case, state=TABLE.next(case.state, Command.REQUEST_RECALL), because=reasons)


def recall_granted(case: Case, now: datetime) -> Case:
    """同意撤件: withdrawn, for the reasons for which it was asked back."""
    state = TABLE.next(case.state, Command.GRANT_RECALL)
    return _at_its_end(replace(case, state=state), now).with_receipt(ReceiptKind.WITHDRAWN, now)


def _at_its_end(case: Case, now: datetime) -> Case:
    """Return the application of which no special procedure runs any more."""
    running = case.open_procedure
    if running is None:
        return case
    over = replace(running, ended_at=now, result=ENDED_WITH_IT)
    return replace(case, procedures=(*case.procedures[:-1], over))


def recall_refused(case: Case, reasons: str, now: datetime) -> Case:
    """不同意撤件: it goes back to where it was, also into a special procedure that runs."""
    paused = case.open_procedure is not None
    command = Command.REFUSE_RECALL_IN_PROCEDURE if paused else Command.REFUSE_RECALL
    state = TABLE.next(case.state, command)
    must_be_given(reasons)
    back = replace(case, state=state, because=reasons)
    return back.with_receipt(ReceiptKind.RECALL_REFUSED, now)


def uncorrected(case: Case, policy: CorrectionLapse, now: datetime) -> Case:
    """The limit for a correction has passed without one: 退件 or 视为撤回."""
    returned = policy is CorrectionLapse.RETURNED
    command = Command.RETURN if returned else Command.DEEM_WITHDRAWN
    kind = ReceiptKind.RETURNED if returned else ReceiptKind.DEEMED_WITHDRAWN
    over = replace(case, state=TABLE.next(case.state, command), because=UNCORRECTED)
    return over.with_receipt(kind, now)


_CONSEQUENCES: Mapping[LapsePolicy, tuple[Command, ReceiptKind]] = {
    LapsePolicy.DEEMED_WITHDRAWN: (Command.DEEM_WITHDRAWN, ReceiptKind.DEEMED_WITHDRAWN),
    LapsePolicy.ACCEPTANCE_REVOKED: (Command.REVOKE_ACCEPTANCE, ReceiptKind.ACCEPTANCE_REVOKED),
    LapsePolicy.REJECTED: (Command.REJECT_LAPSED, ReceiptKind.DECIDED),
    LapsePolicy.TERMINATED: (Command.TERMINATE, ReceiptKind.TERMINATED),
}


def consequence(case: Case, now: datetime) -> Case:
    """What was signed to follow from a broken promise: one of four outcomes (domain.md 2.2)."""
    promise = case.promise
    if promise is None:
        raise RuntimeError(f"{case.id} has no promise to break")
    command, kind = _CONSEQUENCES[promise.consequence]
    titles = "、".join(f"“{t.title}”" for t in promise.papers if t.state is PaperState.LAPSED)
    reasons = f"承诺补交的{titles}逾期未补交或核对不合格，按容缺承诺（{promise.signature}）处理。"
    state = TABLE.next(case.state, command)
    over = replace(case, state=state, because=reasons, deficient=())
    if command is Command.REJECT_LAPSED:
        ground = RejectionGround.PROMISE_BROKEN
        rejection = Decision(Outcome.REJECTED, reasons, BY_PROMISE, now, ground=ground)
        over = replace(over, decision=rejection)
    return _at_its_end(over, now).with_receipt(kind, now)


def released(case: Case, now: datetime) -> Case:
    """The last promised paper was found good: what was approved with deficiency is approved."""
    state = TABLE.next(case.state, Command.RELEASE)
    decision = case.decision
    if decision is None or decision.outcome is not Outcome.APPROVED_DEFICIENT or case.deficient:
        raise Refusal(
            "nothing-to-release",
            "没有因容缺而暂不发放的结果。",
            "No result is withheld for promised papers that are in.",
        )
    final = replace(decision, outcome=Outcome.APPROVED, at=now)
    return replace(case, state=state, decision=final).with_receipt(ReceiptKind.DECIDED, now)


def archived(case: Case) -> Case:
    """归档: the file is closed (716号令 12)."""
    return replace(case, state=TABLE.next(case.state, Command.ARCHIVE))


def revoked(case: Case, revocation: Revocation) -> Case:
    """撤销: an approval is taken back by the authority that may (XKF 69)."""
    state = TABLE.next(case.state, Command.REVOKE)
    if case.decision is None or case.decision.outcome is Outcome.REJECTED:
        raise Refusal(
            "nothing-to-revoke",
            "只有准予的决定可以撤销。",
            "Only an approval can be revoked.",
        )
    must_be_given(revocation.reasons)
    over = replace(case, state=state, revocation=revocation, because=revocation.reasons)
    return over.with_receipt(ReceiptKind.REVOKED, revocation.at)
