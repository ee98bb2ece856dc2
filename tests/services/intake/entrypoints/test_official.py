"""The official codes 1-16 of 办件状态, from what an application is and was."""

from dataclasses import replace
from datetime import datetime

import pytest

from services.intake.domain.case.parts import (
    Decision,
    Outcome,
    Procedure,
    ProcedureKind,
    ReceiptKind,
)
from services.intake.domain.case.states import State
from services.intake.entrypoints.exchange.official import NAMES, official_state
from shared.calendar import Limit, Unit
from tests.services.intake.domain.cases import MONDAY, received

APPROVED = Decision(Outcome.APPROVED, "符合。", "stf_r0001", MONDAY)
OVER = Procedure(
    ProcedureKind.INSPECTION, "检验。", "45", "stf_r0001", Limit(3, Unit.WORKING_DAYS), MONDAY
)


@pytest.mark.parametrize(
    ("state", "changes", "code"),
    [
        (State.SUBMITTED, {}, None),
        (State.PRE_REJECTED, {}, None),
        (State.RECEIVED, {}, 1),
        (State.WITHDRAWN, {}, 2),
        (State.ACCEPTED, {}, 3),
        (State.NOT_REQUIRED, {}, 4),
        (State.OUT_OF_COMPETENCE, {}, 5),
        (State.CORRECTION, {}, 6),
        (State.IN_REVIEW, {}, 8),
        (State.SUSPENDED, {}, 9),
        (State.IN_REVIEW, {"procedures": (replace(OVER, ended_at=MONDAY),)}, 10),
        (State.IN_REVIEW, {"procedures": (replace(OVER, kind=ProcedureKind.EXTENSION),)}, 8),
        (State.DECIDED, {"decision": APPROVED}, 11),
        (State.DELIVERED, {"decision": replace(APPROVED, with_deficiency=True)}, 12),
        (State.ARCHIVED, {"decision": replace(APPROVED, outcome=Outcome.REJECTED)}, 13),
        (State.WITHDRAWN, {"accepted_at": MONDAY}, 14),
        (State.DEEMED_WITHDRAWN, {}, 2),
        (State.DEEMED_WITHDRAWN, {"accepted_at": MONDAY}, 14),
        (State.RETURNED, {}, 2),
        (State.TERMINATED, {}, 14),
        (State.ACCEPTANCE_REVOKED, {}, 15),
        (State.REVOKED, {}, 15),
        (State.RECALL_PENDING, {}, 16),
    ],
)
def test_a_state_has_the_code_that_the_interfaces_know(
    state: State, changes: dict[str, datetime], code: int | None
) -> None:
    told = official_state(replace(received(state=state), **changes))  # type: ignore[arg-type]
    assert (told and told.code) == code
    assert told is None or told.name == NAMES[told.code]


def test_what_was_corrected_and_received_again_is_seven() -> None:
    told = official_state(received().with_receipt(ReceiptKind.CORRECTION, MONDAY))
    assert told is not None
    assert (told.code, told.name) == (7, "补正受理")


@pytest.mark.parametrize("state", State)
def test_every_state_has_an_answer(state: State) -> None:
    told = official_state(received(state=state))
    assert told is None or told.code in NAMES
