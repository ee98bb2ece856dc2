"""Every metric that exists, with help and unit. Names follow prometheus.io/docs/practices/naming.

All are prefixed ``jiedao_``. No label may hold anything about a person.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

PREFIX = "jiedao_"
ANY: tuple[str, ...] = ()  # an open label: few values, but not known here

_FAST = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_SLOW = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 1800.0)
_COUNTS = (1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0, 2000.0, 5000.0)


@dataclass(frozen=True)
class Metric:
    """One metric.

    Args:
        name: without the prefix; ends with the unit, or with ``_total`` for a counter.
        help: one sentence.
        unit: seconds, bytes, or the things counted.
        labels: label → its allowed values, or `ANY`.
        buckets: upper bounds of a histogram, in `unit`.
        service: the one service that has it; None for all.
    """

    name: str
    kind: Literal["counter", "gauge", "histogram"]
    help: str
    unit: str
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    buckets: tuple[float, ...] = ()
    service: str | None = None


def _counter(
    name: str, text: str, unit: str, service: str | None = None, **labels: tuple[str, ...]
) -> Metric:
    return Metric(name, "counter", text, unit, labels, service=service)


def _gauge(
    name: str, text: str, unit: str, service: str | None = None, **labels: tuple[str, ...]
) -> Metric:
    return Metric(name, "gauge", text, unit, labels, service=service)


def _histogram(
    name: str, text: str, buckets: tuple[float, ...] = _FAST, **labels: tuple[str, ...]
) -> Metric:
    return Metric(name, "histogram", text, name.rpartition("_")[2], labels, buckets)


_OUTCOMES = ("handled", "repeated", "quarantined", "parked", "waiting", "refused", "dead")

_EVENTS = (
    _counter(
        "events_received_total",
        "Records taken from Kafka or the partner door, by what became of them.",
        "events",
        topic=ANY,
        outcome=_OUTCOMES,
    ),
    _counter("events_announced_total", "Events committed to the outbox.", "events", type=ANY),
    _counter(
        "events_invalid_total", "Events put into quarantine.", "events", reason=ANY, source=ANY
    ),
    _counter(
        "events_parked_total",
        "Valid events that were not handled at their first try.",
        "events",
        reason=ANY,
        source=ANY,
    ),
    _counter(
        "inbox_hits_total", "Events skipped because they were handled before.", "events", source=ANY
    ),
    _gauge("source_paused", "1 while a partner's topic is not read.", "sources", topic=ANY),
    _gauge(
        "source_invalid_ratio",
        "Invalid part of a partner's last records, 0 to 1, as this replica handled them.",
        "ratio",
        topic=ANY,
    ),
    _gauge("consumer_lag_records", "Records not yet handled.", "records", topic=ANY, partition=ANY),
    _counter(
        "consumer_missed_records_total",
        "Records the broker dropped before they were read.",
        "records",
        topic=ANY,
        partition=ANY,
    ),
    _counter("consumer_rebalances_total", "Assignments by the consumer group.", "assignments"),
    _gauge(
        "consumer_since_poll_seconds",
        "Time since the bus was last asked for records; 0 while it is being asked.",
        "seconds",
    ),
    _histogram("batch_seconds", "Time to handle one batch, until its commit."),
    _histogram("batch_records", "Records in one batch.", _COUNTS),
    _histogram("event_to_visible_seconds", "From the time of an event to its commit.", _SLOW),
    _histogram(
        "event_to_staff_seconds",
        "From the time of an event to the staff member's inbox.",
        _SLOW,
    ),
)

_STORE = (
    _histogram("transaction_seconds", "Time of one committed transaction, its use cases included."),
    _counter("transaction_retries_total", "Transactions run again.", "transactions", cause=ANY),
    _gauge("outbox_rows", "Packed outbox documents that wait to be sent.", "rows"),
    _gauge("outbox_oldest_age_seconds", "Age of the oldest waiting outbox document.", "seconds"),
    _gauge("relay_leader", "1 while this process holds the relay's lease.", "leaders"),
    _gauge("relay_epoch", "Epoch of the relay's lease while this process holds it.", "epochs"),
    _counter("relay_sent_total", "Events the relay handed to Kafka.", "events"),
    _gauge("ledger_entries", "Rows of the ledger, by fate.", "entries", kind=ANY),
    _counter(
        "ledger_replays_total",
        "Entries of the ledger that were tried again, by what became of them.",
        "replays",
        outcome=ANY,
    ),
    _gauge("register_lag_records", "Events of its own not yet in the register.", "records"),
    _counter(
        "register_unreadable_total",
        "Records of its own topic that are none of its events.",
        "records",
    ),
    _gauge("timers_pending", "Timers that are set, by the store's own estimate.", "timers"),
    _gauge("timers_due", "Timers that are due and have not fired, counted to 10,000.", "timers"),
    _gauge("timers_leader", "1 while this process fires the service's timers.", "leaders"),
    _counter("timers_fired_total", "Timers whose use case ran.", "timers", kind=ANY),
    _counter(
        "timers_failed_total",
        "Firings that were refused or broke; each is tried again.",
        "timers",
        kind=ANY,
    ),
    _histogram(
        "timer_lateness_seconds", "From due to fired, by the server's clock in real time.", _SLOW
    ),
)

_EDGE = (
    _counter(
        "http_requests_total", "Requests answered.", "requests", method=ANY, route=ANY, status=ANY
    ),
    _histogram("http_request_seconds", "Time to the first byte.", method=ANY, route=ANY),
    _counter(
        "personal_reveals_total", "Unmasked views of personal data.", "views", purpose_kind=ANY
    ),
)

_BUSINESS = (
    _counter(
        "intake_applications_total",
        "Applications that reached a state.",
        "applications",
        "intake",
        state=ANY,
    ),
    _counter(
        "grid_incidents_total", "Incidents that reached a state.", "incidents", "grid", state=ANY
    ),
    _counter("jobs_matches_total", "Matches that reached a state.", "matches", "jobs", state=ANY),
    _counter(
        "notify_deliveries_total",
        "Deliveries by how they ended.",
        "deliveries",
        "notify",
        channel=ANY,
        outcome=ANY,
    ),
    _counter(
        "notify_escalations_total",
        "What must be acknowledged, by the state it reached; each step counts.",
        "escalations",
        "notify",
        state=("raised", "stepped", "acknowledged", "closed"),
    ),
    _gauge(
        "notify_empty_roles",
        "Roles that a chain of escalation counts on and nobody on the roster holds.",
        "roles",
        "notify",
    ),
)

CATALOGUE: tuple[Metric, ...] = (*_EVENTS, *_STORE, *_EDGE, *_BUSINESS)
