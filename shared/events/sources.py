"""What every service tells about a source that it stopped reading. Subject: the partner's id."""

from enum import StrEnum
from typing import Any, ClassVar

from pydantic import AwareDatetime, Field

from shared.events.base import EventData, Identifier
from shared.events.parts import Code

SOURCE: dict[str, Any] = {
    "service": "grid",
    "partner": "hotline",
    "topic": "jiedao.partner.hotline",
    "invalid": 121,
    "of": 200,
    "since": "2026-09-07T09:30:00+08:00",
}


class Ended(StrEnum):
    """How a pause ended: an operator said so, or everything that led to it is mended."""

    COMMAND = "command"
    MENDED = "mended"


class SourcePaused(EventData):
    """Of the last `of` records that this service handled from a source, `invalid` did not hold."""

    service: Code
    partner: Code
    topic: Identifier
    invalid: int = Field(ge=1)
    of: int = Field(ge=1)
    since: AwareDatetime


class SourceResumed(SourcePaused):
    """The source is read again, from where it was left."""

    how: Ended


class IntakeSourcePaused(SourcePaused):
    """Too much of what a partner sends intake is invalid: its topic is not read on (暂停接收)."""

    type: ClassVar[str] = "jiedao.intake.source.paused.v1"
    example: ClassVar[dict[str, Any]] = {**SOURCE, "service": "intake"}


class IntakeSourceResumed(SourceResumed):
    """A paused partner topic is read again by intake (恢复接收)."""

    type: ClassVar[str] = "jiedao.intake.source.resumed.v1"
    example: ClassVar[dict[str, Any]] = {**SOURCE, "service": "intake", "how": "command"}


class GridSourcePaused(SourcePaused):
    """Too much of what a partner sends grid is invalid: its topic is not read on (暂停接收)."""

    type: ClassVar[str] = "jiedao.grid.source.paused.v1"
    example: ClassVar[dict[str, Any]] = {**SOURCE}


class GridSourceResumed(SourceResumed):
    """A paused partner topic is read again by grid (恢复接收)."""

    type: ClassVar[str] = "jiedao.grid.source.resumed.v1"
    example: ClassVar[dict[str, Any]] = {**SOURCE, "how": "command"}


class JobsSourcePaused(SourcePaused):
    """Too much of what a partner sends jobs is invalid: its topic is not read on (暂停接收)."""

    type: ClassVar[str] = "jiedao.jobs.source.paused.v1"
    example: ClassVar[dict[str, Any]] = {**SOURCE, "service": "jobs"}


class JobsSourceResumed(SourceResumed):
    """A paused partner topic is read again by jobs (恢复接收)."""

    type: ClassVar[str] = "jiedao.jobs.source.resumed.v1"
    example: ClassVar[dict[str, Any]] = {**SOURCE, "service": "jobs", "how": "command"}


class NotifySourcePaused(SourcePaused):
    """Too much of what a partner sends notify is invalid: its topic is not read on (暂停接收)."""

    type: ClassVar[str] = "jiedao.notify.source.paused.v1"
    example: ClassVar[dict[str, Any]] = {**SOURCE, "service": "notify"}


class NotifySourceResumed(SourceResumed):
    """A paused partner topic is read again by notify (恢复接收)."""

    type: ClassVar[str] = "jiedao.notify.source.resumed.v1"
    example: ClassVar[dict[str, Any]] = {**SOURCE, "service": "notify", "how": "command"}
