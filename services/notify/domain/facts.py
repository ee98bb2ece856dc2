"""An event as rules see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Fact:
    """Something that happened.

    Args:
        id: ``<source>|<event id>``, the same for every repetition of the event.
        type: event type.
        about: the aggregate that it is about.
        orgunit: 12-digit code of where it belongs.
        time: when it happened, by its owner.
        fields: the members of its data.
    """

    id: str
    type: str
    about: str
    orgunit: str
    time: datetime
    fields: Mapping[str, object]

    def part(self, member: str | None) -> str | None:
        """Return which part of the matter this member names; None where it names none."""
        named = self.fields.get(member) if member else None
        return None if named is None else str(named)
