"""Where the register stands: which generation serves, which is being built, which goes."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple

from shared.storage.kinds import Kind
from shared.values import Refusal

ID = "register"


class Part(NamedTuple):
    """What one read found of one partition: (offset, value) pairs, and where its log stands."""

    lines: tuple[tuple[int, bytes | None], ...]
    begin: int
    end: int


Parts = Mapping[str, Part]
"""By number of the partition, as text: the store's keys are texts."""


@dataclass(frozen=True)
class Asked:
    """Who asked for a rebuild, when and why; `accept_gap` when a shorter log is enough."""

    by: str
    reason: str
    at: datetime
    accept_gap: bool


@dataclass(frozen=True)
class Generation:
    """One complete set of rows and how far in the log it is.

    `positions` are the next offsets, `ends` those of the log as last seen, `goal` those at the
    start of a rebuild. `missed` records were gone before they were read: then `since` says from
    when on nothing is missing.
    """

    number: int
    positions: dict[str, int] = field(default_factory=dict)
    ends: dict[str, int] = field(default_factory=dict)
    goal: dict[str, int] | None = None
    missed: int = 0
    since: datetime | None = None
    asked: Asked | None = None

    @property
    def lag(self) -> int:
        """How many records wait, as last seen."""
        return sum(max(end - self.positions.get(p, 0), 0) for p, end in self.ends.items())

    @property
    def percent(self) -> int:
        """How much of the log up to the goal is read; 100 only when all is."""
        goal = self.goal or {}
        whole = sum(goal.values())
        read = sum(min(self.positions.get(p, 0), end) for p, end in goal.items())
        return read * 100 // whole if whole else 100 * (self.goal is not None)

    def has_reached(self, other: "Generation") -> bool:
        """Tell whether it is at its goal and nowhere behind the other: readers never go back."""
        marks = [*(self.goal or {}).items(), *other.positions.items()]
        return self.goal is not None and all(
            self.positions.get(p, 0) >= min(at, self.ends.get(p, at)) for p, at in marks
        )

    def after(self, parts: Parts, times: Mapping[str, datetime], now: datetime) -> "Generation":
        """Return it when these parts are applied.

        Args:
            parts: what was read from `positions` on.
            times: the time of the first event read, by partition.
            now: the present, from which on a partition without any record is complete.
        """
        moved, missed, since = dict(self.positions), self.missed, self.since
        for p, part in parts.items():
            moved[p], gone = _moved(part, self.positions.get(p, 0))
            if gone:
                missed += gone
                from_now = times.get(p, now)
                since = max(from_now, since or from_now)
        ends = {p: part.end for p, part in parts.items()}
        goal = ends if self.goal is None else self.goal
        return replace(self, positions=moved, ends=ends, goal=goal, missed=missed, since=since)


def _moved(part: Part, at: int) -> tuple[int, int]:
    """Return the next offset, and how many records were gone before they were read."""
    if at > part.end:
        # The log is shorter than it was: another one stands in its place.
        return part.begin, at - part.end
    if part.lines:
        first, last = part.lines[0][0], part.lines[-1][0]
        return last + 1, max(min(part.begin, first) - at, 0)
    return (part.end, part.end - at) if part.begin == part.end else (at, 0)


@dataclass(frozen=True)
class State:
    """The one document that every step of the register is guarded by."""

    id: str = ID
    version: int = 0
    serving: Generation = Generation(1)
    building: Generation | None = None
    retired: tuple[int, ...] = ()
    given_up: Asked | None = None
    seen_at: datetime | None = None

    def generation(self, number: int) -> Generation | None:
        """Return the generation that serves, or is built, under this number."""
        live = (self.serving, self.building)
        return next((one for one in live if one is not None and one.number == number), None)

    def rebuilding(self, asked: Asked) -> "State":
        """Return the state that starts a new generation at the beginning of the log.

        Raises:
            Refusal: ``already-rebuilding``.
        """
        if self.building is not None:
            raise Refusal(
                "already-rebuilding",
                f"台账正在重建，已完成 {self.building.percent}%；请等它结束后再试。",
                f"The register is being rebuilt, {self.building.percent}% done; wait for its end.",
            )
        number = max(self.serving.number, *self.retired, 0) + 1
        return replace(self, building=Generation(number, asked=asked), given_up=None)

    def having(self, moved: Generation, now: datetime) -> "State":
        """Return the state when one generation has moved; a rebuild may end by it."""
        seen = replace(self, seen_at=now)
        if moved.number == self.serving.number:
            return replace(seen, serving=moved)
        if moved.asked and not moved.asked.accept_gap and moved.missed > self.serving.missed:
            gone = (*self.retired, moved.number)
            return replace(seen, building=None, retired=gone, given_up=moved.asked)
        if moved.has_reached(self.serving):
            gone = (*self.retired, self.serving.number)
            return replace(seen, serving=moved, building=None, retired=gone)
        return replace(seen, building=moved)


STATE = Kind("register_state", State, announced=False)
