"""Every event type there is, and who may hear which topic."""

from inspect import getmembers, isclass
from types import ModuleType

from shared.events import (
    grid,
    grid_deadlines,
    intake,
    intake_bookings,
    intake_bundles,
    intake_counter,
    intake_deadlines,
    intake_exchange,
    intake_lifecycle,
    intake_ratings,
    intake_work,
    jobs,
    notify,
    older,
    partners,
    sources,
)
from shared.events.base import EventData, service_of

SERVICES = ("intake", "grid", "jobs", "notify")
PARTNER = "partner"
PARTITIONS = 4
PARTNER_RETENTION_MS = 7 * 24 * 3600 * 1000


def _declared(module: ModuleType) -> list[type[EventData]]:
    found = (value for _, value in getmembers(module, isclass) if issubclass(value, EventData))
    return [c for c in found if c.__module__ == module.__name__ and "type" in c.__dict__]


EVENTS: dict[str, type[EventData]] = {
    event.type: event
    for module in (
        partners,
        intake,
        intake_bookings,
        intake_bundles,
        intake_counter,
        intake_deadlines,
        intake_exchange,
        intake_lifecycle,
        intake_ratings,
        intake_work,
        grid,
        grid_deadlines,
        jobs,
        notify,
        older,
        sources,
    )
    for event in _declared(module)
}

CONSUMERS: dict[str, str] = {
    partners.HotlineOrderPlaced.type: "grid",
    partners.SensorAlertRaised.type: "grid",
    older.SensorAlertRaisedV1.type: "grid",
    partners.AgencyDecisionMade.type: "intake",
    partners.BankAnswerGiven.type: "intake",
    partners.VacancyOffered.type: "jobs",
    partners.EmploymentApplicationSubmitted.type: "intake",
    partners.ServiceApplicationSubmitted.type: "intake",
    partners.ServiceRatingGiven.type: "intake",
}
"""Which service consumes each partner type; it alone quarantines that type."""


def owned_by(owner: str) -> list[type[EventData]]:
    """Return the events of one service, or of ``partner``, by type."""
    return [event for type_, event in sorted(EVENTS.items()) if service_of(type_) == owner]
