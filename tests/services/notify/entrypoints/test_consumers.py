from services.notify.entrypoints.consumers import handlers
from services.notify.entrypoints.timers import timers
from shared.events.base import envelope_of
from shared.events.grid import HandoffLapsed
from shared.testing.clock import MONDAY_MORNING
from tests.services.notify.office import COMMUNITY, RULES, Office


async def test_a_lapsed_hand_off_heard_over_the_bus_is_told_to_the_shift_leader(
    office: Office,
) -> None:
    event = envelope_of(
        HandoffLapsed.model_validate(HandoffLapsed.example),
        source="urn:jiedao:grid",
        subject="inc_x",
        sequence=4,
        time=MONDAY_MORNING,
        correlation="corr",
        causation="timer",
        orgunit=COMMUNITY,
    )
    heard = {handler.data: handler for handler in handlers(RULES.events, office.waits)}
    await office.run(lambda work: heard[HandoffLapsed].on(event, work), "urn:jiedao:grid|inc_x.4")
    (entry,) = await office.inbox("stf_g0001")
    assert (entry.rule, entry.about) == ("handoff-lapsed", "inc_x")
    waited = office.metrics.registry.get_sample_value("jiedao_event_to_staff_seconds_count")
    assert waited == 1


def test_the_only_timers_are_those_of_escalations() -> None:
    assert set(timers()) == {"escalate"}
