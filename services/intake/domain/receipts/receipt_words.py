"""What each kind of receipt says, line by line."""

from collections.abc import Callable, Iterator, Mapping

from services.intake.domain.case.case import Case
from services.intake.domain.case.clocks import CORRECTION, PROMISED, STATUTORY
from services.intake.domain.case.grounds import REJECTIONS, REVOCATIONS
from services.intake.domain.case.parts import BY_PROMISE, Outcome, Procedure, ReceiptKind
from services.intake.domain.case.states import State
from services.intake.domain.catalogue.item import OWN, Item
from services.intake.domain.catalogue.policies import CorrectionLapse
from services.intake.domain.receipts.wording import (
    CONSEQUENCES,
    FORMS,
    OUTCOMES,
    PROCEDURES,
    REFUSALS,
    instant,
)

REMEDY = "如不服本决定，可在六十日内申请行政复议，或在六个月内向人民法院提起行政诉讼。"
"""XKF 38; the limits by 行政复议法 20 and 行政诉讼法 46."""

_ANSWER = "本机关将在五个工作日内告知是否受理；逾期不告知的，自收到材料之日起即为受理。"
_DELIVERY = "自作出决定之日起十个工作日内送达。"
_WITHHELD = "容缺材料核对合格后发放结果。"
_NO_REMEDY = "由作出决定的机关在其决定书中告知。"

Said = Iterator[tuple[str, str]]


def remedy_against(case: Case) -> str | None:
    """Return what can be done against a rejection of ours; None where there is none of ours."""
    decision = case.decision
    if decision is None or decision.outcome is not Outcome.REJECTED:
        return None
    ours = case.decided_by == OWN or decision.by == BY_PROMISE
    return REMEDY if ours else None


def _submitted(case: Case, item: Item | None) -> Said:
    yield "handed-in", _handed_in(case, item)
    yield "next", _ANSWER


def _correction(case: Case, item: Item | None) -> Said:
    yield "handed-in", _handed_in(case, item)
    yield "missing", _names(case.missing, item)
    due = _due(case, CORRECTION)
    yield "due", due or "法律未规定补正期限；请尽快补齐。"
    if due and item:
        back = item.correction_lapse is CorrectionLapse.RETURNED
        yield "otherwise", "逾期未补正的，作退件处理。" if back else "逾期未补正的，视为撤回申请。"


def _accepted(case: Case, item: Item | None) -> Said:
    yield "accepted-on", instant(case.accepted_at) if case.accepted_at else ""
    yield "handed-in", _handed_in(case, item)
    yield "missing", _names(case.missing, item)
    yield "to-follow", _names(case.deficient, item)
    yield "promised-due", _due(case, PROMISED)
    yield "legal-due", _due(case, STATUTORY)


def _promise(case: Case, _item: Item | None) -> Said:
    promise = case.promise
    for term in promise.papers if promise else ():
        form = FORMS.get(term.form, term.form)
        yield "to-follow", f"{term.title}（{form}），{instant(term.due_at)}前补交"
    if promise:
        yield "otherwise", CONSEQUENCES[promise.consequence]
        yield "signature", promise.signature
        yield "next", "审查照常进行；材料核对合格前不发放结果。"


def _refused(case: Case, _item: Item | None) -> Said:
    yield "outcome", REFUSALS.get(case.state, "")
    yield "reasons", case.because or ""
    yield "remedy", REMEDY if case.state is State.OUT_OF_COMPETENCE else ""


def _decided(case: Case, item: Item | None) -> Said:
    decision = case.decision
    if decision is None:
        return
    yield "outcome", OUTCOMES[decision.outcome]
    yield "ground", REJECTIONS[decision.ground][0] if decision.ground else ""
    yield "reasons", decision.reasons
    yield "certificate", decision.certificate_no or ""
    if decision.outcome is Outcome.REJECTED:
        yield "remedy", remedy_against(case) or _NO_REMEDY
    elif decision.outcome is Outcome.APPROVED_DEFICIENT:
        yield "to-follow", _names(case.deficient, item)
        yield "next", _WITHHELD
    else:
        yield "next", _DELIVERY


def _reasoned(case: Case, _item: Item | None) -> Said:
    yield "reasons", case.because or ""


def _with_remedy(case: Case, _item: Item | None) -> Said:
    yield "reasons", case.because or ""
    yield "remedy", REMEDY


def _procedure(case: Case, _item: Item | None) -> Said:
    told: Procedure = case.procedures[-1]
    yield "procedure", PROCEDURES[told.kind]
    if told.hearing:
        asked = told.hearing.asked_on
        since = f"（{asked.year}年{asked.month}月{asked.day}日申请）" if asked else ""
        yield "hearing", f"{instant(told.hearing.held_at)}，{told.hearing.place}{since}"
    yield "reasons", told.reason
    yield "basis", told.basis
    yield "limit", f"{told.limit.amount}{told.limit.unit.zh}"
    due = _due(case, PROMISED) or _due(case, STATUTORY)
    yield "next", f"延长后应于{due}前办结。" if due else "所需时间不计入办理期限。"


def _delivered(case: Case, _item: Item | None) -> Said:
    yield "outcome", OUTCOMES[case.decision.outcome] if case.decision else ""
    yield "certificate", (case.decision.certificate_no or "") if case.decision else ""


def _revoked(case: Case, _item: Item | None) -> Said:
    revocation = case.revocation
    if revocation is None:
        return
    yield "authority", revocation.authority
    yield "ground", REVOCATIONS[revocation.ground][0]
    yield "basis", revocation.basis
    yield "reasons", revocation.reasons
    yield "remedy", REMEDY


WRITERS: Mapping[ReceiptKind, Callable[[Case, Item | None], Said]] = {
    ReceiptKind.SUBMITTED: _submitted,
    ReceiptKind.PRE_REJECTED: _reasoned,
    ReceiptKind.RECEIVED: _submitted,
    ReceiptKind.CORRECTION: _correction,
    ReceiptKind.ACCEPTED: _accepted,
    ReceiptKind.PROMISE: _promise,
    ReceiptKind.REFUSED: _refused,
    ReceiptKind.EXTENDED: _procedure,
    ReceiptKind.PROCEDURE: _procedure,
    ReceiptKind.DECIDED: _decided,
    ReceiptKind.RECALL_REFUSED: _reasoned,
    ReceiptKind.WITHDRAWN: _reasoned,
    ReceiptKind.RETURNED: _reasoned,
    ReceiptKind.DEEMED_WITHDRAWN: _reasoned,
    ReceiptKind.ACCEPTANCE_REVOKED: _with_remedy,
    ReceiptKind.TERMINATED: _with_remedy,
    ReceiptKind.DELIVERED: _delivered,
    ReceiptKind.REVOKED: _revoked,
}


def _handed_in(case: Case, item: Item | None) -> str:
    titles = _titles(item)
    papers = (f"{titles.get(p.code, p.code)}（{FORMS.get(p.form, p.form)}）" for p in case.papers)
    return "、".join(papers) or "无"


def _names(codes: tuple[str, ...], item: Item | None) -> str:
    titles = _titles(item)
    return "、".join(titles.get(code, code) for code in codes)


def _titles(item: Item | None) -> dict[str, str]:
    return {paper.code: paper.name for paper in item.papers} if item else {}


def _due(case: Case, clock: str) -> str:
    due = next((c.due_at for c in case.open_clocks if c.name == clock), None)
    return instant(due) if due else ""
