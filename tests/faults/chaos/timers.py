"""What timers promise: none lost, none twice, none early, from topics and stores alone.

The cause of an event that a timer made reads ``timer|<kind>:<subject>|<due at>|<version>``.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime

from shared.events.base import service_of
from shared.events.grid import IncidentDispatched
from shared.events.intake import ReviewStarted
from shared.events.notify import EscalationRaised
from tests.faults.chaos.sightings import Announced, Topics

AWAITS: Mapping[str, tuple[str, ...]] = {
    IncidentDispatched.type: ("sign-overdue", "deadline"),
    ReviewStarted.type: ("deadline",),
    EscalationRaised.type: ("escalate",),
}
"""Events after which timers are set, and their kinds: they wait until something else happens."""

_TIMER = "timer|"


def lost(topics: Topics, timers: Mapping[str, Mapping[str, bool]]) -> Iterator[str]:
    """Yield timers that are due and stand, and those that are gone though nothing came of them.

    Args:
        topics: what was seen on the bus.
        timers: service → id → whether it is due.
    """
    for service, ids in timers.items():
        yield from (f"{service}: {id_} is due and has not fired" for id_, due in ids.items() if due)
    for event in _last(topics).values():
        known = timers.get(service_of(event.type), {})
        for kind in AWAITS.get(event.type, ()):
            if f"{kind}:{event.subject}" not in known:
                yield f"nothing came of {kind} of {event.subject}, and it is gone"


def twice(topics: Topics) -> Iterator[str]:
    """Yield timers that fired in two transactions: what one announces bears one time."""
    times: dict[str, set[str]] = {}
    for event in _of_timers(topics):
        times.setdefault(event.cause, set()).add(event.time)
    yield from (f"fired twice: {cause}" for cause, seen in times.items() if len(seen) > 1)


def early(topics: Topics) -> Iterator[str]:
    """Yield events that were made before their timer was due."""
    for event in _of_timers(topics):
        due_at = datetime.fromisoformat(event.cause.split("|")[2])
        if event.made_at < due_at.timestamp() * 1000:
            yield f"{event.place} of {event.made_at} ms is early: {event.cause}"


def _of_timers(topics: Topics) -> Iterator[Announced]:
    return (event for event in topics.announced.values() if event.cause.startswith(_TIMER))


def _last(topics: Topics) -> dict[tuple[str, str], Announced]:
    last: dict[tuple[str, str], Announced] = {}
    for event in topics.announced.values():
        key = (event.service, event.subject)
        if key not in last or event.sequence > last[key].sequence:
            last[key] = event
    return last
