"""What is shown of an application, and says the same as its receipts."""

from dataclasses import replace

import pytest

from services.intake.domain.case.parts import BY_PROMISE, Decision, Outcome, ReceiptKind
from services.intake.domain.case.states import State
from services.intake.domain.receipts.receipt_words import REMEDY
from services.intake.domain.receipts.receipts import written
from services.intake.entrypoints.views import view_of
from tests.services.intake.domain.cases import MONDAY, received


@pytest.mark.parametrize(
    ("decided_by", "by", "remedy"),
    [
        ("own", "stf_r0001", REMEDY),
        ("real-estate", BY_PROMISE, REMEDY),  # ours, though a partner decides such items
        ("real-estate", "real-estate", None),
    ],
)
def test_a_rejection_of_ours_tells_the_remedy_on_the_screen_as_on_the_receipt(
    decided_by: str, by: str, remedy: str | None
) -> None:
    decision = Decision(Outcome.REJECTED, "不符合条件。", by, MONDAY)
    case = replace(received(), state=State.DECIDED, decided_by=decided_by, decision=decision)
    case = case.with_receipt(ReceiptKind.DECIDED, MONDAY)
    shown = view_of(case).decision
    lines = {line.code: line.text for line in written(case, case.receipts[-1], None).lines}
    assert shown is not None
    assert shown.remedy == remedy
    assert (lines["remedy"] == REMEDY) is (remedy is not None)
