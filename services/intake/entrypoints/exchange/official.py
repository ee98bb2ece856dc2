"""官方办件状态: the codes 1-16 of the national interfaces, from what an application is and was."""

from collections.abc import Callable, Mapping

from services.intake.domain.case.case import Case
from services.intake.domain.case.parts import Outcome, ProcedureKind
from services.intake.domain.case.states import State
from shared.web.views import View


class OfficialState(View):
    """A code of the 办件状态 list and its name."""

    code: int
    name: str


NAMES: Mapping[int, str] = {
    1: "收件",
    2: "撤回申请",
    3: "受理",
    4: "不受理",
    5: "不予受理",
    6: "补正告知",
    7: "补正受理",
    8: "审查",
    9: "特别程序（挂起）",
    10: "特别程序结束（恢复）",
    11: "准予",
    12: "容缺通过",
    13: "不予许可",
    14: "撤件",
    15: "撤销",
    16: "申请撤件",
}


def official_state(case: Case) -> OfficialState | None:
    """Return the official code; None before it is received: the list knows no 预受理."""
    code = _CODES[case.state](case)
    return OfficialState(code=code, name=NAMES[code]) if code else None


def _received(case: Case) -> int:
    return 7 if case.was_notified else 1


def _in_review(case: Case) -> int:
    last = case.procedures[-1] if case.procedures else None
    resumed = last is not None and last.kind is not ProcedureKind.EXTENSION
    return 10 if resumed else 8


def _withdrawn(case: Case) -> int:
    # Before acceptance it is taken back (2), afterwards pulled out (14).
    return 14 if case.accepted_at else 2


def _decided(case: Case) -> int:
    decision = case.decision
    if decision is None or decision.outcome is Outcome.REJECTED:
        return 13
    return 12 if decision.with_deficiency else 11


_CODES: Mapping[State, Callable[[Case], int]] = {
    State.SUBMITTED: lambda _: 0,
    State.PRE_REJECTED: lambda _: 0,
    State.RECEIVED: _received,
    State.CORRECTION: lambda _: 6,
    State.ACCEPTED: lambda _: 3,
    State.IN_REVIEW: _in_review,
    State.SUSPENDED: lambda _: 9,
    State.RECALL_PENDING: lambda _: 16,
    State.DECIDED: _decided,
    State.DELIVERED: _decided,
    State.ARCHIVED: _decided,
    State.REVOKED: lambda _: 15,
    State.WITHDRAWN: _withdrawn,
    State.RETURNED: lambda _: 2,
    State.DEEMED_WITHDRAWN: _withdrawn,
    State.ACCEPTANCE_REVOKED: lambda _: 15,
    State.TERMINATED: lambda _: 14,
    State.NOT_REQUIRED: lambda _: 4,
    State.OUT_OF_COMPETENCE: lambda _: 5,
}
