"""What each step leaves beside the application: its trail, its invitations, its outcome."""

from datetime import datetime
from typing import Any

from services.intake.adapters.rating.mongo_ratings import INVITATIONS, OUTCOMES, TRAIL, StoredTrail
from services.intake.application.case.decide import SupplementPapers, supplement_papers
from services.intake.application.case.end import WithdrawApplication, withdraw_application
from services.intake.domain.case.papers import Paper
from services.intake.domain.case.parts import Outcome as Decided
from services.intake.domain.history.outcome import Outcome
from shared.events.partners import AgencyDecisionMade, EmploymentApplicationSubmitted
from tests.services.intake.application.bad_ratings import ended, handed_in
from tests.services.intake.application.promises import LATER, check, hand_in, review
from tests.services.intake.application.promises import promised as relief_promised
from tests.services.intake.application.test_receive import apply
from tests.services.intake.desk import Desk

MAIN = ("allowance-application", "id-card", "household-register", "property-statement")


async def outcomes(desk: Desk) -> list[Outcome]:
    rows = await desk.store.page("outcomes", {}, after=None, limit=100)
    return [OUTCOMES.decode(row) for row in rows]


async def trail(desk: Desk, case: str) -> list[tuple[str, tuple[str, ...]]]:
    steps = await StoredTrail(desk.store).of(case, after=None, limit=100)
    return [(step.event, step.by) for step in steps]


async def test_every_version_of_an_application_is_one_step_of_its_trail(desk: Desk) -> None:
    case, other = await ended(desk), await handed_in(desk)
    assert await trail(desk, case.id) == [
        ("application.received", ("staff",)),
        ("application.accepted", ("staff",)),
        ("review.started", ("staff",)),
        ("application.decided", ("staff",)),
        ("result.delivered", ("staff",)),
    ]
    assert len(await trail(desk, other.id)) == other.version


async def test_a_page_of_the_trail_goes_on_after_the_last_step_shown(desk: Desk) -> None:
    case = await ended(desk)
    first = await StoredTrail(desk.store).of(case.id, after=None, limit=2)
    rest = await StoredTrail(desk.store).of(case.id, after=first[-1].id, limit=9)
    foreign = await StoredTrail(desk.store).of(case.id, after="another:000009", limit=9)
    assert [step.id[-1] for step in (*first, *rest)] == ["1", "2", "3", "4", "5"]
    assert len(foreign) == 5


async def test_a_timer_and_a_partner_leave_no_name_in_the_trail(desk: Desk) -> None:
    await apply(desk, "real-estate-registration", "id-card", "property-contract", "tax-receipt")
    case = await desk.only()
    await desk.hear("real-estate", AgencyDecisionMade, reference=case.project_no)
    roles = {by for _, by in await trail(desk, case.id)}
    assert roles == {("partner",)}
    rows = await desk.store.page("trail", {}, after=None, limit=100)
    assert not any("per_" in str(TRAIL.decode(row)) for row in rows)


async def test_the_trail_keeps_no_reference_to_staff(desk: Desk) -> None:
    case = await ended(desk)
    assert case.decision
    assert case.decision.by.startswith("stf_")
    rows = await desk.store.page("trail", {}, after=None, limit=100)
    assert not any("stf_" in str(TRAIL.decode(row)) for row in rows)


async def test_each_contact_ends_with_an_invitation_under_one_receipt_code(desk: Desk) -> None:
    case = await ended(desk)
    rows = await desk.store.page("invitations", {}, after=None, limit=9)
    kinds = [(one.contact, one.kind) for one in map(INVITATIONS.decode, rows)]
    assert kinds == [(1, "received"), (2, "accepted"), (3, "decided"), (4, "delivered")]
    code = case.marks.receipt_code
    assert code is not None
    assert len(code) == 10
    found = await desk.store.load("references", [f"receipt-code:{code}"])
    assert found[f"receipt-code:{code}"]["case"] == case.id


async def test_codes_differ_and_are_nobody_s_to_compute(desk: Desk) -> None:
    codes = {(await handed_in(desk)).marks.receipt_code for _ in range(20)}
    assert len(codes) == 20


async def test_what_is_decided_leaves_one_outcome(desk: Desk) -> None:
    case = await ended(desk)
    (outcome,) = await outcomes(desk)
    assert outcome.id == case.id
    assert (outcome.month, outcome.day) == ("2026-09", "2026-09-07")
    assert (outcome.on_time, outcome.early, outcome.corrected) == (True, True, False)
    assert (outcome.legal_days, outcome.actual_days) == (30, 0)


async def test_a_registration_ends_when_it_is_accepted_and_only_then(desk: Desk) -> None:
    await desk.hear("portal", EmploymentApplicationSubmitted)
    before = await outcomes(desk)
    withdrawal = WithdrawApplication((await desk.only()).id, "不再需要。")
    await desk.run(lambda w: withdraw_application(withdrawal, w))
    assert len(before) == 1
    assert await outcomes(desk) == before


async def promised(desk: Desk) -> Any:
    await apply(desk, "minimum-living-allowance", *MAIN, promised=("income-proof",))
    return await desk.only()


async def test_promised_papers_that_came_are_counted_as_supplied(desk: Desk) -> None:
    case = await promised(desk)
    papers = SupplementPapers(case.id, (Paper("income-proof"),))
    await desk.run(lambda w: supplement_papers(papers, w))
    withdrawal = WithdrawApplication(case.id, "撤回。")
    await desk.run(lambda w: withdraw_application(withdrawal, w))
    (outcome,) = await outcomes(desk)
    assert (outcome.promised, outcome.supplied, outcome.lapsed) == (1, 1, 0)


async def test_what_was_decided_in_time_is_not_late_for_a_paper_that_follows(desk: Desk) -> None:
    await relief_promised(desk)
    await review(desk, Decided.APPROVED_DEFICIENT)
    await hand_in(desk, checked=False)
    desk.clock.move(LATER)
    await check(desk, good=True)
    (outcome,) = await outcomes(desk)
    assert outcome.due_at
    assert outcome.closed_at > outcome.due_at
    assert (outcome.on_time, outcome.early, outcome.actual_days) == (True, True, 0)


async def test_who_withdraws_has_broken_no_promise(desk: Desk) -> None:
    withdrawal = WithdrawApplication((await promised(desk)).id, "撤回。")
    await desk.run(lambda w: withdraw_application(withdrawal, w))
    (outcome,) = await outcomes(desk)
    assert (outcome.promised, outcome.supplied, outcome.lapsed) == (1, 0, 0)


async def test_days_are_days_of_the_counter_s_calendar(desk: Desk) -> None:
    desk.clock.move(datetime.fromisoformat("2026-10-01T00:30:00+08:00"))
    await ended(desk)
    (outcome,) = await outcomes(desk)
    assert (outcome.month, outcome.day) == ("2026-10", "2026-10-01")
