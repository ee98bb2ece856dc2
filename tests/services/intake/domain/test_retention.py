"""How long an application is kept, and what is left of it."""

from dataclasses import fields, replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.domain.case.case import Case
from services.intake.domain.case.grounds import RejectionGround
from services.intake.domain.case.parts import (
    Channel,
    Decision,
    Hearing,
    Origin,
    Outcome,
    Procedure,
    ProcedureKind,
)
from services.intake.domain.case.states import TABLE, State
from services.intake.domain.case.wish import Wish
from services.intake.domain.people.holdings import Holdings
from services.intake.domain.people.retention import (
    KEPT,
    Ground,
    is_over,
    must_be_erasable,
    retained,
    skeleton,
)
from shared.calendar import DeadlineClock, Extension, Limit, Unit
from shared.values import NotAllowed, Refusal
from tests.services.intake.desk import COMMUNITY, STREET
from tests.services.intake.domain.test_claims import CASE, NINE

GROUND = RejectionGround.CONDITIONS_NOT_MET
ENDED = replace(CASE, state=State.WITHDRAWN)


def test_the_time_for_which_it_is_kept_begins_with_its_end() -> None:
    assert retained(CASE, 10, NINE).keep_until is None
    ended = retained(ENDED, 10, NINE)
    assert ended.keep_until == NINE.replace(year=2036)
    assert retained(ended, 10, NINE.replace(year=2030)) == ended
    leap = datetime(2028, 2, 29, tzinfo=UTC)
    assert retained(ENDED, 1, leap).keep_until == datetime(2029, 2, 28, tzinfo=UTC)


@pytest.mark.parametrize("ground", Ground)
def test_nobody_is_erased_while_an_application_is_open(ground: Ground) -> None:
    with pytest.raises(Refusal, match="is open"):
        must_be_erasable(Holdings((ENDED, CASE)), ground, NINE, STREET)


def test_before_its_time_is_over_only_a_withdrawn_consent_or_a_breach_erases() -> None:
    kept = Holdings((retained(ENDED, 10, NINE),))
    with pytest.raises(Refusal, match="kept until 2036-09-07"):
        must_be_erasable(kept, Ground.RETENTION_OVER, NINE, STREET)
    must_be_erasable(kept, Ground.CONSENT_WITHDRAWN, NINE, STREET)
    must_be_erasable(kept, Ground.UNLAWFUL, NINE, STREET)
    must_be_erasable(kept, Ground.RETENTION_OVER, NINE.replace(year=2036), STREET)


@pytest.mark.parametrize("ground", Ground)
def test_what_another_office_keeps_is_not_taken_from_it(ground: Ground) -> None:
    kept = Holdings((retained(ENDED, 1, NINE),))
    with pytest.raises(NotAllowed, match="common superior"):
        must_be_erasable(kept, ground, NINE.replace(year=2036), COMMUNITY)


def test_a_skeleton_says_what_happened_and_nothing_of_anybody() -> None:
    whole = replace(
        ENDED,
        origin=Origin(Channel.ONLINE, "portal", "R-1", "inc_1"),
        decision=Decision(
            Outcome.REJECTED, "申请人年龄不符。", "stf_r0001", NINE, "C-1", ground=GROUND
        ),
        wish=Wish(birth_year=1980),
        green_channel=True,
        consented=("name",),
    )
    bones = skeleton(whole)
    assert (bones.project_no, bones.state, bones.received_at) == (
        CASE.project_no,
        ENDED.state,
        NINE,
    )
    assert bones.decision == Decision(Outcome.REJECTED, "", "stf_r0001", NINE, ground=GROUND)
    assert bones.origin == Origin(Channel.ONLINE, "portal")
    assert (bones.wish, bones.green_channel, bones.consented) == (None, False, ())
    assert skeleton(bones) == bones


def test_why_more_time_was_granted_goes_and_that_it_was_stays() -> None:
    extension = Extension(3, "stf_r0001", "住院。", NINE)
    limit = Limit(5, Unit.WORKING_DAYS)
    clock = DeadlineClock("promised", limit, NINE, extensions=(extension,), extendable=1)
    (kept,) = skeleton(replace(ENDED, clocks=(clock,))).clocks
    assert kept.extensions == (replace(extension, reason=""),)


def test_where_a_hearing_was_held_goes_and_that_there_was_one_stays() -> None:
    limit = Limit(5, Unit.WORKING_DAYS)
    hearing = Hearing(NINE, "申请人家中")
    held = Procedure(ProcedureKind.HEARING, "涉及他人。", "XKF 46", "stf_r0009", limit, NINE)
    (kept,) = skeleton(replace(ENDED, procedures=(replace(held, hearing=hearing),))).procedures
    assert kept == replace(held, reason="")


def test_what_is_kept_is_named_and_exists() -> None:
    names = {field.name for field in fields(Case)}
    assert names >= KEPT
    assert {"wish", "claimed_by", "accepted_by", "promised"}.isdisjoint(KEPT)


@given(st.sampled_from(State))
def test_whatever_has_no_way_on_is_over(state: State) -> None:
    if all(at is not state for at, _ in TABLE.rows):
        assert is_over(replace(CASE, state=state))
