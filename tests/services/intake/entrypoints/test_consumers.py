from services.intake.entrypoints.consumers import HEARD, handlers
from services.intake.entrypoints.timers import timers
from shared.events.catalogue import CONSUMERS
from tests.services.intake.desk import KEY


def test_everything_heard_has_one_handler() -> None:
    assert [handler.data for handler in handlers(KEY)] == list(HEARD)


def test_every_partner_event_for_intake_is_heard() -> None:
    mine = {type_ for type_, service in CONSUMERS.items() if service == "intake"}
    assert mine <= {data.type for data in HEARD}


def test_timers_look_at_the_clocks_end_visits_remind_and_end_the_time_for_rating() -> None:
    assert set(timers()) == {
        "deadline",
        "bundle",
        "visit",
        "appointment",
        "booking",
        "rating-deadline",
        "rating-window",
    }
