"""Each contact ends with an invitation to rate: whatever receipt is given, and each visit."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from services.intake.adapters.rating.mongo_ratings import INVITATIONS
from services.intake.application.case.check import SubmitCorrection, submit_correction
from services.intake.application.case.end import WithdrawApplication, withdraw_application
from services.intake.application.case.recall import RecallStep, refuse_recall, request_recall
from services.intake.application.case.screen import PreReject, pre_reject
from services.intake.domain.case.papers import Paper
from services.intake.domain.case.parts import Outcome, ProcedureKind, ReceiptKind
from services.intake.domain.catalogue.policies import CorrectionLapse, LapsePolicy
from services.intake.domain.history.marks import ContactKind
from shared.calendar import Limit, Unit
from tests.services.intake.application.promises import LATER, hand_in, promised, review
from tests.services.intake.application.receipt_stories import a_day_at_the_window
from tests.services.intake.application.test_lifecycle import ALL, ONLINE
from tests.services.intake.application.test_procedures import in_review, start
from tests.services.intake.application.test_receive import apply
from tests.services.intake.desk import Desk

VISITS = {ContactKind.CORRECTED, ContactKind.SUPPLEMENTED}
Happens = Callable[[Desk], Awaitable[object]]


async def pre_rejection(desk: Desk) -> None:
    await apply(desk, ONLINE, *ALL)
    key = (await desk.only()).id
    await desk.run(lambda w: pre_reject(PreReject(key, "无法辨认。"), w))


async def not_corrected(desk: Desk) -> None:
    item = desk.catalogue.get("elder-allowance")
    desk.catalogue._items[item.code] = replace(
        item,
        correction_limit=Limit(10, Unit.WORKING_DAYS),
        correction_lapse=CorrectionLapse.RETURNED,
    )
    await apply(desk, "elder-allowance", "id-card")
    await desk.pass_to(LATER)


async def withdrawal(desk: Desk) -> None:
    await apply(desk, "elder-allowance", "id-card")
    key = (await desk.only()).id
    await desk.run(lambda w: withdraw_application(WithdrawApplication(key, "不再需要。"), w))


async def refused_recall(desk: Desk) -> None:
    key = (await in_review(desk)).id
    await desk.run(lambda w: request_recall(RecallStep(key, "另行办理。"), w))
    await desk.run(lambda w: refuse_recall(RecallStep(key, "涉及他人。"), w))


async def extension(desk: Desk) -> None:
    await in_review(desk)
    await start(desk, ProcedureKind.EXTENSION)


async def procedure(desk: Desk) -> None:
    await in_review(desk)
    await start(desk)


def broken(policy: LapsePolicy) -> Happens:
    async def lapse(desk: Desk) -> None:
        await promised(desk, policy)
        await desk.pass_to(LATER)

    return lapse


WAYS: dict[ReceiptKind, Happens] = {
    ReceiptKind.SUBMITTED: pre_rejection,
    ReceiptKind.PRE_REJECTED: pre_rejection,
    ReceiptKind.RECEIVED: withdrawal,
    ReceiptKind.CORRECTION: withdrawal,
    ReceiptKind.WITHDRAWN: withdrawal,
    ReceiptKind.ACCEPTED: procedure,
    ReceiptKind.PROCEDURE: procedure,
    ReceiptKind.EXTENDED: extension,
    ReceiptKind.RECALL_REFUSED: refused_recall,
    ReceiptKind.RETURNED: not_corrected,
    ReceiptKind.PROMISE: broken(LapsePolicy.REJECTED),
    ReceiptKind.DECIDED: broken(LapsePolicy.REJECTED),
    ReceiptKind.DEEMED_WITHDRAWN: broken(LapsePolicy.DEEMED_WITHDRAWN),
    ReceiptKind.ACCEPTANCE_REVOKED: broken(LapsePolicy.ACCEPTANCE_REVOKED),
    ReceiptKind.TERMINATED: broken(LapsePolicy.TERMINATED),
    ReceiptKind.REFUSED: a_day_at_the_window,
    ReceiptKind.DELIVERED: a_day_at_the_window,
    ReceiptKind.REVOKED: a_day_at_the_window,
}


async def invited(desk: Desk, case: str) -> list[ContactKind]:
    """Return after which contacts somebody was invited to rate, in their order."""
    rows = await desk.store.page("invitations", {"case": case}, after=None, limit=99)
    return [INVITATIONS.decode(row).kind for row in rows]


@pytest.mark.parametrize("kind", list(ReceiptKind))
async def test_with_each_receipt_its_applicant_is_invited_to_rate(
    desk: Desk, kind: ReceiptKind
) -> None:
    await WAYS[kind](desk)
    given = []
    for case in await desk.cases():
        kinds = [receipt.kind.value for receipt in case.receipts]
        assert await invited(desk, case.id) == kinds
        assert case.marks.contacts == len(kinds)
        given += kinds
    assert kind.value in given


async def test_a_visit_with_more_papers_ends_with_one_too(desk: Desk) -> None:
    await apply(desk, "elder-allowance", "id-card")
    key = (await desk.only()).id
    correction = SubmitCorrection(key, (Paper("household-register"),))
    await desk.run(lambda w: submit_correction(correction, w))
    assert await invited(desk, key) == ["received", "correction", "corrected", "accepted"]


async def test_so_does_a_visit_with_papers_that_were_promised(desk: Desk) -> None:
    key = (await promised(desk)).id
    await review(desk, Outcome.APPROVED_DEFICIENT)
    await hand_in(desk, checked=False)
    assert (await invited(desk, key))[-2:] == ["decided", "supplemented"]


def test_every_receipt_is_a_contact_of_its_own_kind() -> None:
    assert {*map(str, ContactKind)} == {*map(str, ReceiptKind), *map(str, VISITS)}
