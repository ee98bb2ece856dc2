import pytest

from shared.messaging.tally import Tally, Told
from shared.observability.metrics import Metrics
from shared.values import Invalid, Refusal
from tests.shared.messaging.toy import PARTNERS, TOPIC

INVALID = Invalid("not-json", "不是 JSON。", "It is not JSON.")
LATE = Refusal("not-in-this-state", "状态不对。", "Not in this state.")


@pytest.mark.parametrize(
    ("told", "name", "labels"),
    [
        (
            (TOPIC, "quarantined", INVALID),
            "events_invalid",
            {"reason": "not-json", "source": "hotline"},
        ),
        (
            ("jiedao.grid.events", "parked", LATE),
            "events_parked",
            {"reason": "not-in-this-state", "source": "grid"},
        ),
        (
            (TOPIC, "dead", ValueError("x")),
            "events_parked",
            {"reason": "our-fault", "source": "hotline"},
        ),
        ((TOPIC, "repeated", None), "inbox_hits", {"source": "hotline"}),
        (("jiedao.partner.stranger", "repeated", None), "inbox_hits", {"source": "unknown"}),
    ],
)
def test_what_was_not_handled_is_counted_by_reason_and_source(
    told: Told, name: str, labels: dict[str, str]
) -> None:
    metrics = Metrics("grid")
    Tally(PARTNERS, metrics).add([told, (TOPIC, "handled", None), told])
    assert metrics.registry.get_sample_value(f"jiedao_{name}_total", labels) == 2
    received = {"topic": told[0], "outcome": told[1]}
    assert metrics.registry.get_sample_value("jiedao_events_received_total", received) == 2


def test_what_was_handled_has_no_reason() -> None:
    metrics = Metrics("grid")
    Tally(PARTNERS, metrics).add([(TOPIC, "handled", None)])
    shown = {s.name for family in metrics.registry.collect() for s in family.samples}
    assert not shown & {"jiedao_events_invalid_total", "jiedao_events_parked_total"}
