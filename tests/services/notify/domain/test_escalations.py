from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.notify.domain.asking import asking
from services.notify.domain.chains import Chain, Link, Rung
from services.notify.domain.escalations import OPEN, TABLE, Command, Escalation, State
from services.notify.domain.notifications import Notification
from services.notify.domain.roster import Colleague, Roster
from services.notify.domain.rules import Channel, Priority
from services.notify.domain.texts import BODY_LONGEST
from shared.calendar import Calendars, Limit, Unit
from shared.values import Final

STREET = "150602013000"
CALENDAR = Calendars.load(None).of(STREET)
FRIDAY_EVENING = datetime(2026, 9, 11, 20, 0, tzinfo=UTC) - timedelta(hours=8)
ROLES = ("clerk", "reviewer", "adviser")
LIMITS = st.builds(Limit, st.integers(1, 9), st.sampled_from(list(Unit)))


def notification(body: str = "文字") -> Notification:
    return Notification(
        id="ntf_a",
        version=0,
        event="urn:jiedao:grid|e1",
        event_type="jiedao.grid.deadline.overdue.v1",
        event_time=FRIDAY_EVENING,
        about="inc_a",
        orgunit=STREET,
        rule="incident-overdue",
        rule_version=1,
        recipient="stf_l1",
        stand_in=False,
        title="已超期",
        body=body,
        priority=Priority.HIGH,
        channels=(Channel.INBOX,),
        raised_at=FRIDAY_EVENING,
    )


def begun(*rungs: Rung) -> Escalation:
    chain = Chain("c", Limit(1, Unit.WORKING_DAYS), (Link(Limit(1, Unit.WORKING_DAYS), staff="x"),))
    return Escalation.begun("esc_a", notification(), chain, rungs, FRIDAY_EVENING, CALENDAR)


def test_working_time_begins_when_work_begins_and_urgent_time_at_once() -> None:
    working = begun(Rung(("stf_l1",), Limit(1, Unit.WORKING_HOURS)))
    urgent = begun(Rung(("stf_l1",), Limit(2, Unit.URGENT_HOURS)))
    assert working.due_at == datetime(2026, 9, 14, 1, 30, tzinfo=UTC)
    assert urgent.due_at == FRIDAY_EVENING + timedelta(hours=2)
    assert working.calendar == CALENDAR.version


def test_an_open_escalation_can_always_be_passed_on_and_an_ended_one_never() -> None:
    for state in State:
        assert TABLE.allows(state, Command.STEP) == (state in OPEN)
    ended = begun(Rung(("stf_l1",), Limit(1, Unit.WORKING_DAYS))).closed(FRIDAY_EVENING)
    with pytest.raises(Final):
        ended.acknowledged("stf_l1", FRIDAY_EVENING)


def test_a_chain_without_a_named_end_cannot_be_made() -> None:
    limit = Limit(1, Unit.WORKING_DAYS)
    with pytest.raises(ValueError, match="does not end at a named duty holder"):
        Chain("c", limit, (Link(limit, role="clerk"),))


@settings(max_examples=50)
@given(
    roles=st.lists(st.tuples(st.sampled_from(ROLES), LIMITS), max_size=4),
    held=st.sets(st.sampled_from(ROLES)),
    within=LIMITS,
    steps=st.integers(0, 8),
)
def test_whoever_is_on_the_roster_no_chain_ends_in_nobody(
    roles: list[tuple[str, Limit]], held: set[str], within: Limit, steps: int
) -> None:
    duty = Link(within, staff="stf_d1")
    chain = Chain("c", within, (*(Link(limit, role=role) for role, limit in roles), duty))
    roster = Roster([Colleague("stf_h1", tuple(held), STREET)])
    escalation = begun(*chain.copied(["stf_l1"], roster, STREET))
    for _ in range(steps):
        after = escalation.stepped(escalation.due_at, CALENDAR)
        assert after.due_at > escalation.due_at
        escalation = after
    assert escalation.is_open
    assert escalation.rung.staff
    if steps > len(roles):
        assert escalation.rung.staff == ("stf_d1",)


def test_the_request_to_acknowledge_is_kept_where_the_text_is_too_long() -> None:
    escalation = begun(Rung(("stf_l1",), Limit(1, Unit.WORKING_HOURS)))
    asked = asking(notification("长" * BODY_LONGEST), escalation)
    assert len(asked.body) <= BODY_LONGEST
    assert "请在 9月14日 09:30 前" in asked.body
