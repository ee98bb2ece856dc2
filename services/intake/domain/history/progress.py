"""How an application stands, in words for whoever applied: no name, no number of a person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from services.intake.domain.case.case import Case
from services.intake.domain.case.parts import Outcome
from services.intake.domain.case.states import State
from services.intake.domain.history.story_words import Said, joined, word
from services.intake.domain.promise.promise import PaperState

_NOTHING: Said = ("无", "nothing")

STANDS: Mapping[str, tuple[Said, Said]] = {
    "submitted": (
        ("已提交，待预受理", "handed in online; to be looked at"),
        ("请等候预受理结果，无须再来", "wait for the answer; you need not come"),
    ),
    "pre-rejected": (
        ("预审不通过", "not taken in"),
        ("请按通知修改后重新提交", "mend it as you were told, and hand it in again"),
    ),
    "received": (
        ("已收件，正在核对材料", "received; the papers are being checked"),
        ("请等候受理通知，无须再来", "wait for the notice; you need not come"),
    ),
    "correction": (
        ("材料需要补正", "papers are missing"),
        ("请补交：{papers}", "hand in: {papers}"),
    ),
    "accepted": (
        ("已受理", "accepted"),
        ("请等候办理，无须再来", "wait; you need not come"),
    ),
    "in-review": (
        ("正在审查", "under review"),
        ("请等候决定，无须再来", "wait for the decision; you need not come"),
    ),
    "suspended": (
        (
            "正在进行特别程序，其间不计入办理期限",
            "a special procedure; the clocks stand still",
        ),
        ("请按通知配合检验、听证等", "take part in the inspection or hearing as you were told"),
    ),
    "recall-pending": (
        ("已申请撤件，等候答复", "asked back; to be answered"),
        ("请等候答复", "wait for the answer"),
    ),
    "decided": (
        ("已作出决定：{outcome}", "decided: {outcome}"),
        ("请领取结果，或等候送达", "fetch the result, or wait for it"),
    ),
    "delivered": (
        ("已办结，结果已送达：{outcome}", "done; the result was delivered: {outcome}"),
        _NOTHING,
    ),
    "archived": (("已办结归档：{outcome}", "done and filed: {outcome}"), _NOTHING),
    "revoked": (
        ("准予的决定已被撤销", "the approval was taken back"),
        ("如不服，可按决定书申请复议或提起诉讼", "you may appeal as the letter says"),
    ),
    "withdrawn": (("已撤回", "withdrawn"), _NOTHING),
    "deemed-withdrawn": (
        ("逾期未补交材料，视为撤回申请", "withdrawn: the papers did not come in time"),
        ("可备齐材料后重新申请", "apply again with all papers"),
    ),
    "acceptance-revoked": (
        ("未按承诺补交材料，受理已撤销", "no longer accepted: a promise was not kept"),
        ("可备齐材料后重新申请，或按通知申请复议", "apply again, or appeal as the letter says"),
    ),
    "terminated": (
        ("未按承诺补交材料，已终止办理", "ended: a promise was not kept"),
        ("可备齐材料后重新申请，或按通知申请复议", "apply again, or appeal as the letter says"),
    ),
    "returned": (
        ("逾期未补正，已退件", "sent back: the papers did not come in time"),
        ("可备齐材料后重新申请", "apply again with all papers"),
    ),
    "not-required": (
        ("不受理：此事依法不需要办理", "not taken: the law does not ask for it"),
        _NOTHING,
    ),
    "out-of-competence": (
        ("不予受理：不属于本机关职权", "not taken: it is not ours to decide"),
        ("请向通知书写明的机关申请", "apply to the office that the notice names"),
    ),
}
"""By state: how it stands, and what is awaited of the applicant."""
_OTHER: tuple[Said, Said] = (
    ("正在办理", "in progress"),
    ("请等候通知", "wait for a notice"),
)
_WITHHELD: Said = (
    "承诺补交的材料核对合格后才能领取结果",
    "the result follows once the promised papers are found good",
)
_TO_FOLLOW: Said = ("；按承诺待补：{papers}", "; by your promise, these follow: {papers}")


@dataclass(frozen=True)
class Progress:
    """What an applicant is shown; `due_at` is None where no limit runs or the clocks stand."""

    item_name: str
    state: Said
    awaited: Said
    received_at: datetime
    accepted_at: datetime | None
    due_at: datetime | None
    decided_at: datetime | None
    closed_at: datetime | None


def progress_of(case: Case, papers: Mapping[str, str]) -> Progress:
    """Return how it stands; `papers` are the names of the item's papers, by code."""
    state, awaited = STANDS.get(case.state.value, _OTHER)
    if _is_withheld(case):
        awaited = _WITHHELD
    to_come = _to_come(case)
    if to_come and case.running:
        awaited = (awaited[0] + _TO_FOLLOW[0], awaited[1] + _TO_FOLLOW[1])
    owed = joined(tuple(papers.get(code, code) for code in (*case.missing, *to_come)))
    outcome = word("outcome", case.decision.outcome) if case.decision else ("—", "—")
    return Progress(
        item_name=case.item_name,
        state=_filled(state, owed, outcome),
        awaited=_filled(awaited, owed, outcome),
        received_at=case.received_at,
        accepted_at=case.accepted_at,
        due_at=case.due_at,
        decided_at=case.decision.at if case.decision else None,
        closed_at=case.marks.closed_at,
    )


def _is_withheld(case: Case) -> bool:
    outcome = case.decision.outcome if case.decision else None
    return case.state is State.DECIDED and outcome is Outcome.APPROVED_DEFICIENT


def _to_come(case: Case) -> tuple[str, ...]:
    terms = case.promise.papers if case.promise else ()
    handed_in = {term.code for term in terms if term.state is PaperState.SUPPLEMENTED}
    return tuple(code for code in case.deficient if code not in handed_in)


def _filled(said: Said, papers: Said, outcome: Said) -> Said:
    zh = said[0].format(papers=papers[0], outcome=outcome[0])
    return zh, said[1].format(papers=papers[1], outcome=outcome[1])
