from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.intake.adapters.catalogue.catalogue import Catalogue
from services.intake.domain.counter.authorisations import (
    Act,
    Authorisation,
    AuthorisationState,
    must_be_sound,
    must_be_this_agent,
    must_not_judge,
)
from shared.values import NotAllowed, Refusal
from tests.services.intake.desk import CATALOGUE, STREET

NOW = datetime.fromisoformat("2026-09-07T09:00:00+08:00")
UNTIL = datetime.fromisoformat("2026-09-30T23:59:59+08:00")
PERSON, RELATIVE = f"per_{'a' * 26}", f"per_{'b' * 26}"
ITEMS = Catalogue.load(CATALOGUE)
ITEM = ITEMS.get("elder-allowance")
GIVEN = Authorisation(
    "auth_1",
    1,
    STREET,
    PERSON,
    "stf_c0002",
    ("elder-allowance",),
    (Act.HAND_IN, Act.CORRECT),
    UNTIL,
    "SQ-1",
    NOW,
)


@settings(max_examples=80)
@given(
    st.sampled_from(ITEMS.every()),
    st.sampled_from(Act),
    st.integers(-40, 40),
    st.booleans(),
    st.booleans(),
)
def test_an_agent_may_do_what_was_authorised_while_it_lasts_and_nothing_else(
    item: object, act: Act, days: int, withdrawn: bool, in_person: bool
) -> None:
    at = UNTIL + timedelta(days=days)
    asked = replace(ITEMS.get(getattr(item, "code", "")), in_person=in_person)
    held = GIVEN.withdrawn(NOW) if withdrawn else GIVEN
    allowed = (
        asked.code in held.items
        and act in held.acts
        and at <= UNTIL
        and not withdrawn
        and not in_person
    )
    if allowed:
        held.must_cover(asked, act, at)
    else:
        with pytest.raises(NotAllowed):
            held.must_cover(asked, act, at)


def test_the_refusal_says_what_the_letter_does_cover() -> None:
    with pytest.raises(NotAllowed, match="hand-in, correct") as refused:
        GIVEN.must_cover(ITEM, Act.COLLECT, NOW)
    assert "elder-allowance" in refused.value.zh


def test_the_last_second_of_the_last_day_still_counts() -> None:
    GIVEN.must_cover(ITEM, Act.HAND_IN, UNTIL)


def test_what_was_withdrawn_cannot_be_withdrawn_again() -> None:
    over = GIVEN.withdrawn(NOW)
    assert (over.state, over.withdrawn_at) == (AuthorisationState.WITHDRAWN, NOW)
    with pytest.raises(Refusal, match="not possible"):
        over.withdrawn(NOW)


@pytest.mark.parametrize(
    ("until", "agent", "code"), [(NOW, RELATIVE, "until-past"), (UNTIL, PERSON, "own-agent")]
)
def test_an_authorisation_that_makes_no_sense_is_refused(
    until: datetime, agent: str, code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        must_be_sound(until, PERSON, agent, NOW)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("agent", "actor", "kiosk", "may"),
    [
        ("stf_c0002", "stf_c0002", False, True),
        ("stf_c0002", "stf_c0001", False, False),
        (RELATIVE, "stf_c0001", False, True),
        (RELATIVE, "kiosk-1", True, False),
    ],
)
def test_a_staff_agent_acts_in_person_and_a_relative_at_a_counter(
    agent: str, actor: str, *, kiosk: bool, may: bool
) -> None:
    if may:
        must_be_this_agent(agent, actor, kiosk=kiosk)
        return
    with pytest.raises(NotAllowed):
        must_be_this_agent(agent, actor, kiosk=kiosk)


def test_an_agent_is_kept_apart_from_judging_and_nobody_else_is() -> None:
    must_not_judge(None, "stf_r0001")
    must_not_judge("stf_c0002", "stf_r0001")
    with pytest.raises(NotAllowed):
        must_not_judge("stf_c0002", "stf_c0002")
