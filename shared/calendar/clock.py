"""A legal clock: a value inside a matter. Every step returns a new one, with its due time."""

from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from typing import Any, Self

from shared.calendar import due, errors, zone
from shared.calendar.calendar import Calendar
from shared.calendar.limits import Extension, Limit, Pause, Start, Threshold
from shared.values import Refusal


@dataclass(frozen=True)
class DeadlineClock:
    """One limit of one matter, from its start to its end.

    Args:
        name: what it measures: "statutory", "promised", "correction-notice", a stage's name.
        limit: how much, in which unit.
        started_at: when it began, with an offset.
        start: which day is day 1.
        yellow, red: when it warns, if it does.
        extendable: how often it may be extended.
        pauses: when it stood still, in order; an open one comes last.
        extensions: what was granted.
        ended_at: when the matter was done with, or None.
        due_at: when it falls due, in UTC; None while it stands still.
        provisional: a year it touches has no published holidays yet.
        calendar: the version of the calendar it was computed with.

    Raises:
        OffsetMissing, YearUnknown: the start cannot be placed.
        PauseTooEarly, PausesOverlap: the pauses are no series after the start.
        AmountInvalid: an extension is nought, negative or absurd.
    """

    name: str
    limit: Limit
    started_at: datetime
    start: Start = Start.NEXT_DAY
    yellow: Threshold | None = None
    red: Threshold | None = None
    extendable: int = 0
    pauses: tuple[Pause, ...] = ()
    extensions: tuple[Extension, ...] = ()
    ended_at: datetime | None = None
    due_at: datetime | None = None
    provisional: bool = False
    calendar: str = ""

    def __post_init__(self) -> None:
        zone.checked(self.started_at, "started_at")
        if self.pauses and self.pauses[0].since < self.started_at:
            raise errors.PauseTooEarly
        for earlier, later in pairwise(self.pauses):
            if earlier.until is None or later.since < earlier.until:
                raise errors.PausesOverlap
        for extension in self.extensions:
            Limit(extension.amount, self.limit.unit)

    @classmethod
    def begun(
        cls, name: str, limit: Limit, started_at: datetime, calendar: Calendar, **options: Any
    ) -> Self:
        """Return a clock that begins; `options` are the other fields."""
        return cls(name, limit, started_at, **options).computed(calendar)

    @property
    def total(self) -> int:
        """The limit with what was granted, in its unit."""
        return self.limit.amount + sum(one.amount for one in self.extensions)

    @property
    def open_pause(self) -> Pause | None:
        """The pause that has not ended."""
        return self.pauses[-1] if self.pauses and self.pauses[-1].until is None else None

    def computed(self, calendar: Calendar) -> Self:
        """Return it as this calendar computes it.

        Raises:
            BeyondCalendar: it would end after the last year that can be computed.
            NoOfficeHours: it counts working hours, and the calendar knows none.
        """
        found = due.due_of(self, calendar)
        return replace(
            self, due_at=found.at, provisional=found.provisional, calendar=calendar.version
        )

    def paused(self, since: datetime, reason: str, calendar: Calendar) -> Self:
        """Let it stand still from now on; one that has run out cannot be stopped any more.

        Raises:
            Refusal: ``clock-ended`` or ``clock-stands``.
            PauseTooEarly, PausesOverlap: the instant lies before its start or in another pause.
        """
        self._must_run()
        if self.open_pause is not None:
            raise Refusal("clock-stands", "期限已经暂停。", "The clock stands still already.")
        pause = Pause(since, None, reason)
        if self.due_at is not None and since > self.due_at:
            return self
        return replace(self, pauses=(*self.pauses, pause)).computed(calendar)

    def resumed(self, until: datetime, calendar: Calendar) -> Self:
        """Let it run on.

        Raises:
            Refusal: ``clock-ended`` or ``clock-runs``.
            PauseReversed: the instant lies before the pause.
        """
        self._must_run()
        standing = self.open_pause
        if standing is None:
            raise Refusal("clock-runs", "期限没有暂停。", "The clock does not stand still.")
        closed = replace(standing, until=until)
        return replace(self, pauses=(*self.pauses[:-1], closed)).computed(calendar)

    def extended(self, extension: Extension, calendar: Calendar) -> Self:
        """Grant more of its unit, asked for before the end.

        Raises:
            Refusal: ``clock-ended``, ``extension-used-up`` or ``extension-too-late``.
            AmountInvalid: the amount is nought, negative or absurd.
        """
        self._must_run()
        if len(self.extensions) >= self.extendable:
            raise Refusal(
                "extension-used-up",
                f"该期限最多可延长 {self.extendable} 次，已延长 {len(self.extensions)} 次。",
                f"This limit may be extended {self.extendable} times;"
                f" it was extended {len(self.extensions)} times.",
            )
        if self.due_at is not None and extension.asked_at > self.due_at:
            raise Refusal(
                "extension-too-late",
                f"延期须在期限届满（{zone.shown(self.due_at)}）前提出。",
                f"An extension must be asked for before the end ({zone.shown(self.due_at)}).",
            )
        return replace(self, extensions=(*self.extensions, extension)).computed(calendar)

    def ended(self, at: datetime) -> Self:
        """Stop it for good: the matter is done with.

        Raises:
            Refusal: ``clock-ended``.
            EndTooEarly: the instant lies before its start.
            OffsetMissing, YearUnknown: it cannot be placed.
        """
        self._must_run()
        if zone.checked(at, "ended_at") < self.started_at:
            raise errors.EndTooEarly
        return replace(self, ended_at=at)

    def _must_run(self) -> None:
        if self.ended_at is not None:
            raise Refusal("clock-ended", "该期限已经办结。", "This clock has ended.")
