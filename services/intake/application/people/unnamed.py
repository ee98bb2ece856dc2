"""No event names whom it is about: looked at around each use case, where the name can be opened."""

from collections.abc import Iterable

from services.intake.application.ports import Work
from services.intake.domain.history.trail import SYSTEM
from services.intake.domain.people.naming import must_not_name
from shared.codes import plain_text
from shared.events.base import EventData
from shared.events.intake import CaseEvent
from shared.events.intake_bundles import BundleEvent

WRITTEN = ("reasons", "reason", "basis", "result", "authority")
"""The members of events that hold what somebody wrote."""


async def must_name_nobody(told: Iterable[EventData], work: Work) -> None:
    """Raise `Invalid` where somebody wrote an applicant's, or an agent's, name into an event.

    What time does says only what was looked at when somebody wrote it.
    """
    if work.cause.actor == SYSTEM:
        return
    for data in told:
        if not isinstance(data, CaseEvent | BundleEvent):
            continue
        words = {name: plain_text(text) for name in WRITTEN if (text := getattr(data, name, None))}
        persons = {data.applicant, data.agent_person} - {None} if words else set()
        for person in sorted(map(str, persons)):
            for called in await work.people.names_of(person):
                for field, text in words.items():
                    must_not_name(text, called, field)


async def must_not_name_person(text: str, person: str | None, field: str, work: Work) -> None:
    """Raise `Invalid` where a text that leaves without an event holds the name of a person."""
    if person is None:
        return
    for called in await work.people.names_of(person):
        must_not_name(plain_text(text), called, field)
