"""Separation of duties (岗位分离): nobody checks his or her own work."""

from collections.abc import Set as AbstractSet

from services.intake.domain.case.file import CaseFile
from services.intake.domain.case.parts import ProcedureKind
from services.intake.domain.catalogue.item import ItemKind
from services.intake.domain.counter.authorisations import must_not_judge
from shared.values import Invalid, NotAllowed

LEADER = "shift_leader"
_STARTERS = frozenset({"clerk", "reviewer"})


def must_be_apart(case: CaseFile, by: str) -> None:
    """Raise `NotAllowed` where a person would judge what he or she handed in or accepted.

    The applicant's agent judges nothing of this application. Of a 承诺件 neither does whoever
    accepted it: 等保 (CSL 21) and 行政许可法 34 ask for an acceptance and a review by different
    persons; an instant item (即办件) is one visit and one person's. There is no switch: an office
    of one passes a promised item to the next level.
    """
    must_not_judge(case.agent, by)
    if case.kind is ItemKind.PROMISED and by == case.accepted_by:
        raise NotAllowed(
            "separation-of-duties",
            "此件由您受理，不能再由您审核决定；请由其他审核人员办理。",
            "You accepted this application; another reviewer examines and decides it.",
        )


def may_start(kind: ProcedureKind, roles: AbstractSet[str]) -> None:
    """Raise `NotAllowed` where these roles do not start such a special procedure.

    Who extends the limits is who approves of it: a leader (XKF 42: 经本行政机关负责人批准).
    """
    if kind is ProcedureKind.EXTENSION and LEADER not in roles:
        raise NotAllowed(
            "leader-needed",
            "延长审批须经负责人批准，请由值班长登记。",
            "An extension takes a leader's approval: ask the shift leader to record it.",
        )
    if kind is not ProcedureKind.EXTENSION and roles.isdisjoint(_STARTERS):
        raise NotAllowed(
            "staff-needed",
            "特别程序由窗口人员或审核人员启动。",
            "A special procedure is started by a clerk or a reviewer.",
        )


def approver_of(case: CaseFile, kind: ProcedureKind, by: str, named: str | None) -> str:
    """Return who approves a special procedure that `by` starts, naming an approver or none.

    Raises:
        NotAllowed: the leader who would extend the limits works on this application; the approver
            is the applicant's agent.
        Invalid: (field ``approver``) nobody is named, or one who cannot approve it.
    """
    if kind is ProcedureKind.EXTENSION:
        must_not_work_on(case, by)
        if named not in {None, by}:
            raise _no_approver(
                f"延长审批由批准人本人登记，approver 请留空或填写您的工号 {by}。",
                f"Whoever approves an extension records it: leave `approver` out or put {by}.",
            )
        return by
    if named is None or named == by:
        raise _no_approver(
            "特别程序须由他人批准，请在 approver 中填写批准人的工号，不能是您本人。",
            "Somebody else approves a special procedure: name another person in `approver`.",
        )
    must_not_judge(case.agent, named)
    return named


def must_not_work_on(case: CaseFile, by: str) -> None:
    """Raise `NotAllowed` where somebody would give more time to what he or she works on."""
    if by in {*case.marks.served_by, case.claimed_by, case.accepted_by}:
        raise NotAllowed(
            "own-work",
            "您经办过此件，不能批准延长其期限；请由其他负责人批准。",
            "You worked on this application; another leader approves of more time for it.",
        )


def _no_approver(zh: str, en: str) -> Invalid:
    return Invalid("approver-needed", zh, en, field="approver")
