"""Who hears of agents (代办) and of bookings."""

from typing import Any

import pytest

from shared.events import intake, intake_bookings, intake_counter, intake_deadlines
from shared.events import intake_lifecycle as life
from shared.events.base import EventData
from tests.services.notify.application.test_deadline_rules import CLERKS, REVIEWERS
from tests.services.notify.office import Office, fact

AGENT = "stf_c0002"
GRID = "stf_g0101"
AGENCY = {"agent": GRID}
RELATIVE = {"agent_person": f"per_{'b' * 26}"}


@pytest.mark.parametrize(
    ("event", "said", "told"),
    [
        (intake_counter.AuthorisationGiven, {}, {AGENT}),
        (intake_counter.AuthorisationWithdrawn, {}, {AGENT}),
        (intake_counter.AuthorisationGiven, {"agent": None, **RELATIVE}, set()),
        (intake.ApplicationAccepted, {"agent": AGENT}, {AGENT, *REVIEWERS}),
        (intake.ApplicationRefused, {"agent": AGENT}, {AGENT}),
        (intake.ApplicationDecided, {"agent": GRID, "decided_by": "stf_r0001"}, {GRID, *CLERKS}),
        (intake.ApplicationDecided, {"decided_by": "stf_r0001", **RELATIVE}, CLERKS),
        (life.ApplicationTerminated, {"agent": AGENT}, {AGENT}),
        (life.AcceptanceRevoked, {"agent": AGENT}, {AGENT}),
        (intake.ApplicationReturned, {"agent": AGENT}, {AGENT}),
        (intake.ApplicationWithdrawn, {"agent": AGENT, "deemed": True}, {AGENT}),
        (life.PromiseChecked, {**RELATIVE, "good": True}, set()),
        (intake_deadlines.CaseNearDue, {**RELATIVE, "clock": "promised"}, REVIEWERS),
        (intake_deadlines.CaseNearDue, {**AGENCY, "clock": "correction"}, {GRID, *CLERKS}),
        (intake_deadlines.CaseNearDue, {**AGENCY, "clock": "deficiency"}, {GRID, *CLERKS}),
        (
            intake_deadlines.CaseNearDue,
            {**AGENCY, "clock": "deficiency", "handed_in": True},
            CLERKS,
        ),
        (intake_deadlines.CaseOverdue, {**AGENCY, "clock": "correction"}, {GRID, *CLERKS}),
        (life.PromiseLapsed, AGENCY, {GRID, *CLERKS, *REVIEWERS}),
        (life.ResultWithheld, AGENCY, {GRID, *CLERKS}),
        (life.PromiseChecked, {**AGENCY, "good": False}, {GRID, *CLERKS}),
        (intake_bookings.BookingMovedUp, {}, CLERKS),
        (intake_bookings.BookingNear, {}, CLERKS),
        (intake_bookings.BookingMade, {}, set()),
        (intake_counter.AppointmentNear, {}, set()),
    ],
)
async def test_staff_who_act_are_told_and_nobody_else(
    office: Office, event: type[EventData], said: dict[str, Any], told: set[str]
) -> None:
    raised = await office.hears(fact(event, **said))
    assert {n.recipient for n in raised} == told
    assert not any(n.stand_in for n in raised)


LETTERS = (
    life.ApplicationPreRejected,
    intake.ApplicationAccepted,
    intake.ApplicationRefused,
    intake.CorrectionRequested,
    intake_deadlines.SpecialProcedureStarted,
    intake_deadlines.SpecialProcedureEnded,
    life.PromiseExtended,
    life.PromiseLapsed,
    life.ResultWithheld,
    life.RecallRefused,
    intake.ApplicationDecided,
    intake.ApplicationWithdrawn,
    intake.ApplicationReturned,
    life.ApplicationTerminated,
    life.AcceptanceRevoked,
    life.ApprovalRevoked,
)


@pytest.mark.parametrize("event", LETTERS)
async def test_of_whatever_an_applicant_is_written_the_agent_hears_too(
    office: Office, event: type[EventData]
) -> None:
    theirs = await office.hears(fact(event, "theirs", agent=GRID))
    assert GRID in {n.recipient for n in theirs}
    relatives = await office.hears(fact(event, "relative", **RELATIVE))
    asked = {n.recipient for n in relatives if "告知申请人和代办人" in n.title}
    assert asked == CLERKS


@pytest.mark.parametrize("clock", ["correction", "deficiency"])
async def test_a_relative_and_the_applicant_are_reminded_by_the_window(
    office: Office, clock: str
) -> None:
    near = {**RELATIVE, "clock": clock}
    raised = await office.hears(fact(intake_deadlines.CaseNearDue, **near))
    both = [n for n in raised if n.rule == "both-to-be-reminded"]
    assert {n.recipient for n in both} == CLERKS
    assert "期限将到" in both[0].body


async def test_of_a_correction_both_the_window_and_the_agent_are_told(office: Office) -> None:
    raised = await office.hears(fact(intake.CorrectionRequested, agent=AGENT))
    told = {(n.recipient, n.title) for n in raised}
    assert {who for who, _ in told} == CLERKS
    assert (AGENT, "请补正：高龄津贴申领（20260907000012）") in told


async def test_a_free_place_says_which_session_and_what_to_do(office: Office) -> None:
    raised, *_ = await office.hears(fact(intake_bookings.BookingMovedUp))
    assert raised.title == "候补转正：老年人智能手机课堂 9月15日 09:00"
    assert "电话告知" in raised.body


async def test_an_agent_reads_what_for_and_until_when(office: Office) -> None:
    (raised,) = await office.hears(fact(intake_counter.AuthorisationGiven))
    assert "高龄津贴申领" in raised.body
    assert "递交申请、代领结果" in raised.body
