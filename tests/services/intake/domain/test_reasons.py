"""Whatever the office does to an applicant's disadvantage, it says why (XKF 32, 38, 42)."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from services.intake.domain.case.case import Case
from services.intake.domain.case.endings import pre_rejected, recall_refused, revoked
from services.intake.domain.case.grounds import RejectionGround, RevocationGround
from services.intake.domain.case.parts import (
    Decision,
    Outcome,
    Procedure,
    ProcedureKind,
    Revocation,
)
from services.intake.domain.case.procedures import extended, started
from services.intake.domain.case.states import Command, State
from shared.calendar import Limit, Unit
from shared.values import Invalid
from tests.services.intake.domain.cases import CALENDAR, ITEM, MONDAY, received

FIVE = Limit(5, Unit.WORKING_DAYS)
REJECTED = Decision(Outcome.REJECTED, "", "stf_r0001", MONDAY, ground=RejectionGround.QUOTA_USED_UP)
APPROVED = Decision(Outcome.APPROVED, "符合条件。", "stf_r0001", MONDAY)


def procedure(kind: ProcedureKind, why: str) -> Procedure:
    return Procedure(kind, why, "XKF 42", "stf_r0001", FIVE, MONDAY)


ACTS: dict[str, tuple[State, str, Callable[[Case, str], Case]]] = {
    "pre-rejects": (State.SUBMITTED, "reasons", lambda c, why: pre_rejected(c, why, MONDAY)),
    "refuses": (
        State.RECEIVED,
        "reasons",
        lambda c, why: c.refuse(Command.REFUSE_OUT_OF_COMPETENCE, why, MONDAY),
    ),
    "keeps": (State.RECALL_PENDING, "reasons", lambda c, why: recall_refused(c, why, MONDAY)),
    "rejects": (
        State.IN_REVIEW,
        "reasons",
        lambda c, why: c.decide(replace(REJECTED, reasons=why)),
    ),
    "suspends": (
        State.IN_REVIEW,
        "reason",
        lambda c, why: started(c, procedure(ProcedureKind.HEARING, why), ITEM, MONDAY, CALENDAR),
    ),
    "extends": (
        State.IN_REVIEW,
        "reason",
        lambda c, why: extended(c, procedure(ProcedureKind.EXTENSION, why), ITEM, MONDAY, CALENDAR),
    ),
    "revokes": (
        State.DELIVERED,
        "reasons",
        lambda c, why: revoked(
            c, Revocation("民政局", RevocationGround.DECEPTION, "XKF 69", why, "a", MONDAY)
        ),
    ),
}


@pytest.mark.parametrize("why", ["", " \n"])
@pytest.mark.parametrize("act", ACTS)
def test_the_office_gives_its_reasons_and_blanks_are_none(act: str, why: str) -> None:
    state, field, does = ACTS[act]
    case = received(state=state, decision=APPROVED if state is State.DELIVERED else None)
    with pytest.raises(Invalid) as refused:
        does(case, why)
    assert (refused.value.code, refused.value.field) == ("reasons-needed", field)
