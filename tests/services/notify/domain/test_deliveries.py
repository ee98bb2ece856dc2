from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.notify.domain.deliveries import (
    MOST_ATTEMPTS,
    TABLE,
    UNDER_WAY,
    WAITING,
    Command,
    Delivery,
    State,
)
from services.notify.domain.outcomes import Accepted, Outcome, Rejected, Retry, Unknown
from services.notify.domain.rules import Channel
from shared.testing.clock import MONDAY_MORNING
from shared.values import Refusal

NOW = MONDAY_MORNING
LEASE = NOW + timedelta(seconds=30)


def pending() -> Delivery:
    return Delivery(
        id="dlv_a",
        version=1,
        notification="ntf_a",
        channel=Channel.EMAIL,
        recipient="stf_a1",
        orgunit="150602013000",
        rule="r",
        about="inc_a",
        state=State.PENDING,
        event_time=NOW,
        created_at=NOW,
        next_at=NOW,
    )


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("command", Command)
def test_every_command_is_allowed_or_refused_with_a_reason(state: State, command: Command) -> None:
    if TABLE.allows(state, command):
        assert TABLE.next(state, command) in State
    else:
        with pytest.raises(Refusal, match="not possible"):
            TABLE.next(state, command)


def test_what_never_answered_is_told_as_unknown_and_repeated_once() -> None:
    lost = pending().claimed(LEASE).concluded(Unknown("silence"), NOW)
    assert (lost.state, lost.outcome, lost.next_at) == (State.DOUBTFUL, "unknown", NOW)
    assert lost.repeats
    again = lost.claimed(LEASE).concluded(Unknown("silence"), NOW)
    assert (again.state, again.outcome, again.next_at) == (State.UNKNOWN, "unknown", None)


def test_a_rejected_repetition_leaves_the_outcome_unknown() -> None:
    lost = pending().claimed(LEASE).concluded(Unknown("silence"), NOW)
    assert lost.claimed(LEASE).concluded(Rejected("smtp-550"), NOW).outcome == "unknown"


def test_refusals_for_the_time_being_wait_longer_each_time_and_end_as_a_rejection() -> None:
    delivery, waits = pending(), []
    for _ in range(MOST_ATTEMPTS - 1):
        delivery = delivery.claimed(LEASE).concluded(Retry("smtp-451"), NOW)
        assert delivery.ended_at is None
        assert delivery.next_at is not None
        waits.append((delivery.next_at - NOW).total_seconds())
    assert waits == [5, 30, 120, 600]
    ended = delivery.claimed(LEASE).concluded(Retry("smtp-451"), NOW)
    assert (ended.state, ended.outcome) == (State.REJECTED, "rejected")


OUTCOMES = st.sampled_from([Accepted(), Rejected("x"), Retry("x"), Unknown("x")])


@given(st.lists(OUTCOMES, min_size=12, max_size=12))
@settings(max_examples=50)
def test_a_delivery_always_ends_with_an_outcome_and_at_most_two_mails_may_arrive(
    outcomes: list[Outcome],
) -> None:
    delivery, arrived = pending(), 0
    for outcome in outcomes:
        if delivery.state not in WAITING:
            break
        delivery = delivery.claimed(LEASE)
        assert delivery.state in UNDER_WAY
        arrived += isinstance(outcome, Accepted | Unknown)
        delivery = delivery.concluded(outcome, NOW)
    assert delivery.state in {State.ACCEPTED, State.REJECTED, State.UNKNOWN}
    assert delivery.outcome in {"accepted", "rejected", "unknown"}
    assert delivery.next_at is None
    assert arrived <= 2
