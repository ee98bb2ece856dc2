"""A report: what one reporter said, and owes them one answer."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from services.grid.domain.record import Channel


@dataclass(frozen=True)
class Report:
    """One report about one incident.

    `reference` is the reporting system's own number; `reporter` a person reference;
    `submitted_by` the token subject that sent it; `joined` tells that it was not the first.
    """

    id: str
    version: int
    incident: str
    orgunit: str
    channel: Channel
    text: str
    reported_at: datetime
    joined: bool = False
    reference: str | None = None
    reporter: str | None = None
    submitted_by: str | None = None
    public_answer: str | None = None
    answered_at: datetime | None = None

    def answered(self, public_answer: str, now: datetime) -> Self:
        """Give the reporter the answer."""
        return replace(self, public_answer=public_answer, answered_at=now)
