"""What comes with papers to follow (容缺), as copies, or by a way that is not its item's."""

from datetime import timedelta

import pytest

from services.intake.application.case.check import (
    AcceptApplication,
    RequestCorrection,
    SubmitCorrection,
    accept_application,
    request_correction,
    submit_correction,
)
from services.intake.application.case.receive import ReceiveApplication, receive_application
from services.intake.domain.case.papers import Paper
from services.intake.domain.case.parts import Channel, Origin
from services.intake.domain.case.states import State
from services.intake.domain.promise.promise import Commitment, Pledge
from shared.events.partners import ServiceApplicationSubmitted
from shared.values import Refusal
from tests.services.intake.application.test_receive import ID, apply
from tests.services.intake.desk import Desk


async def test_promised_papers_follow_after_acceptance(desk: Desk) -> None:
    main = ("allowance-application", "id-card", "household-register", "property-statement")
    await apply(desk, "minimum-living-allowance", *main, promised=("income-proof",))
    case = await desk.only()
    assert (case.state, case.deficient) == (State.ACCEPTED, ("income-proof",))
    (_, accepted), (promised, made) = [(n, d) for n, _, d in await desk.announced()][-2:]
    assert accepted["deficient"] == ["income-proof"]
    assert (promised, made["papers"][0]["code"]) == ("promise.made", "income-proof")


async def test_a_copy_where_the_original_is_wanted_waits_for_a_clerk(desk: Desk) -> None:
    papers = (Paper("relief-application", "original"), Paper("id-card", "copy"))
    letter = Commitment("CN-7", (Pledge("hardship-proof"),))
    command = ReceiveApplication(
        "temporary-relief", Origin(Channel.WINDOW), papers, commitment=letter
    )
    case = await desk.run(lambda w: receive_application(command, w))
    assert (case.state, case.was_notified) == (State.RECEIVED, False)
    with pytest.raises(Refusal, match="居民身份证"):
        await desk.run(lambda w: accept_application(AcceptApplication(case.id), w))
    ask = RequestCorrection(case.id, ("id-card",))
    await desk.run(lambda w: request_correction(ask, w))
    original = SubmitCorrection(case.id, (Paper("id-card", "original"),))
    case = await desk.run(lambda w: submit_correction(original, w))
    assert (case.state, case.deficient) == (State.ACCEPTED, ("hardship-proof",))


async def test_what_a_partner_calls_promised_without_a_signed_letter_is_missing(desk: Desk) -> None:
    result = await desk.hear(
        "portal",
        ServiceApplicationSubmitted,
        reference="R-1",
        item_code="temporary-relief",
        papers=[{"code": "relief-application"}, ID],
        promised_papers=["hardship-proof"],
    )
    case = await desk.only()
    assert (result.outcome, case.state) == ("handled", State.CORRECTION)
    assert (case.missing, case.promised) == (("hardship-proof",), ())
    await desk.pass_to(case.received_at + timedelta(days=90))
    assert (await desk.only()).promise is None


async def test_a_partner_hands_on_the_letter_with_form_and_limit_of_each_paper(desk: Desk) -> None:
    await desk.hear(
        "portal",
        ServiceApplicationSubmitted,
        reference="R-1",
        item_code="temporary-relief",
        papers=[{"code": "relief-application"}, ID],
        promise={
            "signature": "CN-2026-0007",
            "papers": [{"code": "hardship-proof", "form": "copy", "amount": 3}],
        },
    )
    promise = (await desk.only()).promise
    assert promise is not None
    (term,) = promise.papers
    assert (promise.signature, term.form, term.limit.amount) == ("CN-2026-0007", "copy", 3)
