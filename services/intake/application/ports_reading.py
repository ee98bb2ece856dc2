"""Committed records, for lists, single views and figures; never for deciding."""

from collections.abc import AsyncIterator, Sequence
from datetime import date, datetime
from typing import Protocol

from services.intake.application.work.searching import Desk, Sought
from services.intake.domain.case.case import Case
from services.intake.domain.exchange.handover import HandOver
from services.intake.domain.history.kpis import Ended
from services.intake.domain.history.trail import Step
from services.intake.domain.people.guests import Guest
from services.intake.domain.rating.rating import Rating
from shared.storage.listing import Place
from shared.storage.ports import Scalar


class Cases(Protocol):
    """Committed applications, for lists and single views; never for deciding."""

    async def get(self, key: str) -> Case:
        """Return an application; raise `NotFound`."""
        ...

    async def page(
        self, scope: str, *, after: str | None, limit: int, **equals: Scalar
    ) -> list[Case]:
        """Return applications of the organisations below `scope`, by id, after `after`."""
        ...


class WorkLists(Protocol):
    """Committed applications as staff work through them and look for them; never for deciding."""

    async def counts(self, desk: Desk, queues: Sequence[str]) -> dict[str, int]:
        """Return how many applications wait in each queue, exactly."""
        ...

    async def queue(
        self, desk: Desk, queue: str, *, after: Place | None, limit: int
    ) -> Sequence[Case]:
        """Return a queue in the order in which it falls due, after a place."""
        ...

    async def search(
        self, scope: str, wanted: Sought, *, after: Place | None, limit: int
    ) -> Sequence[Case]:
        """Return applications with all that is wanted, the latest received first."""
        ...

    async def by_number(self, scope: str, number: str) -> Sequence[Case]:
        """Return the applications that have a number, ours or a partner's; mostly one."""
        ...


class HandOvers(Protocol):
    """Committed hand-overs, for lists; never for deciding."""

    async def handed(self, partner: str, since: datetime, until: datetime) -> Sequence[HandOver]:
        """Return what was handed over from an instant on and before another."""
        ...

    async def answered(self, partner: str, since: datetime, until: datetime) -> Sequence[HandOver]:
        """Return what was answered from an instant on and before another."""
        ...

    async def waiting(
        self, partner: str, *, after: Place | None, limit: int
    ) -> Sequence[tuple[HandOver, Case]]:
        """Return what waits for an answer with its application, the first handed over first."""
        ...

    async def count_waiting(self, partner: str) -> int:
        """Count what waits for an answer."""
        ...


class Retention(Protocol):
    """What erasure asks beside the unit of work."""

    async def due(
        self, scope: str, now: datetime, *, after: Place | None, limit: int
    ) -> Sequence[Case | Guest]:
        """Return applications and guests that need not be kept longer, the first due first."""
        ...

    async def answers(self, person: str) -> tuple[str, ...]:
        """Return the keys of stored answers that name a person."""
        ...


class Trail(Protocol):
    """What happened to applications, as committed."""

    async def of(self, case: str, *, after: str | None, limit: int) -> list[Step]:
        """Return the steps of an application in their order, after this id."""
        ...


class Ratings(Protocol):
    """Committed ratings, for lists and figures; never for deciding."""

    async def page(
        self, scope: str, *, after: str | None, limit: int, **equals: Scalar
    ) -> list[Rating]:
        """Return ratings of the organisations below `scope`, by id, after `after`."""
        ...


class Outcomes(Protocol):
    """What remains of applications that ended, as committed."""

    def ended(self, scope: str, first: date, last: date) -> AsyncIterator[Sequence[Ended]]:
        """Yield those that ended from the first to the last day, with their ratings, in chunks."""
        ...
