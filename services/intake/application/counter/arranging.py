"""What is arranged with somebody, an appointment or a booking: kept, told, and reminded of."""

from dataclasses import replace
from datetime import datetime
from typing import Any, ClassVar, Protocol, TypeVar

from services.intake.application.ports import Work
from services.intake.domain.counter.reminders import reminder_at
from shared.events.base import EventData
from shared.storage.ports import Repository, Versioned


class Arranged(Versioned, Protocol):
    """One person comes at one time."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def orgunit(self) -> str:
        """The 12-digit code of whose point it is."""
        ...

    @property
    def starts_at(self) -> datetime:
        """When the person comes."""
        ...

    @property
    def expected(self) -> bool:
        """Whether a place is held, and nobody has said yet what became of it."""
        ...


A = TypeVar("A", bound=Arranged)


def keep_arranged(value: A, event: type[EventData], kept: Repository[A], work: Work) -> A:
    """Save its next version and announce it: an event's fields are named as the value's are."""
    saved = kept.save(value)
    told = event.model_validate({name: getattr(saved, name) for name in event.model_fields})
    work.announce(told, about=saved, orgunit=saved.orgunit)
    return saved


def set_reminder(kind: str, value: Arranged, work: Work) -> None:
    """Set the timer that reminds of it, unless it is too near for that."""
    at = reminder_at(value.starts_at, work.calendars.of(value.orgunit), work.now)
    if at is not None:
        work.set_timer(kind, value.id, at)


async def remind(key: str, event: type[EventData], kept: Repository[A], work: Work) -> None:
    """The timer's: announce, once, that it is near; of what has begun there is nothing to say."""
    value = await kept.find(key)
    if value is not None and value.expected and work.now < value.starts_at:
        keep_arranged(replace(value, reminded=True), event, kept, work)
