"""Lists of work on the store: each question names the index that answers it (ADR 20)."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from services.intake.adapters.work.together import Together
from services.intake.application.work.searching import Desk, Sought
from services.intake.domain.case.case import Case
from services.intake.domain.case.records import PROJECT, Reference
from services.intake.domain.case.states import State
from services.intake.domain.work.queues import MINE, OVERDUE, TO_CHECK
from shared.storage.kinds import Kind
from shared.storage.listing import Choice, Listing, Place
from shared.storage.ports import Store
from shared.values import covers

_NARROWING = {
    "applicant": "search_applicant",
    "claimed_by": "search_claimed",
    "state": "search_state",
    "item_code": "search_item",
    "point": "search_point",
}
"""The most narrowing first; most applications are archived, and that narrows least of all."""
_VIEWS = {MINE, OVERDUE, TO_CHECK}
_MOST_UNITS = 200
"""So many organisations the server merges in order; beyond that it would have to sort."""


@dataclass(frozen=True)
class StoredWork:
    """`WorkLists` on the store; `registers` are the partners whose numbers are searched."""

    store: Store
    kind: Kind[Case]
    registers: Callable[[], Iterable[str]]
    together: Together[dict[str, int]] = field(default_factory=Together)

    async def counts(self, desk: Desk, queues: Sequence[str]) -> dict[str, int]:
        """Return how many applications wait in each queue, exactly."""
        shared = tuple(queue for queue in queues if queue != MINE)
        question = desk.scope, desk.point, shared
        asked = [self.together.ask(question, lambda: self._counted(desk, shared))]
        if MINE in queues:
            asked.append(self._counted(desk, (MINE,)))
        found: dict[str, int] = {}
        for counted in await asyncio.gather(*asked):
            found |= counted
        return {queue: found[queue] for queue in queues}

    async def _counted(self, desk: Desk, queues: Sequence[str]) -> dict[str, int]:
        units = await self._units(desk.scope)
        views = [queue for queue in queues if queue in _VIEWS]
        waiting = [queue for queue in queues if queue not in _VIEWS]
        found, counted = await asyncio.gather(
            self._waiting(desk, waiting, units),
            asyncio.gather(*(self._count(desk, view, units) for view in views)),
        )
        return {**dict.fromkeys(waiting, 0), **found, **dict(zip(views, counted, strict=True))}

    async def _waiting(
        self, desk: Desk, queues: Sequence[str], units: tuple[str, ...]
    ) -> dict[str, int]:
        # One walk for all that an application waits in: a question a queue is a trip for each.
        listing = queues_listing(desk, queues, units)
        return await self.store.count_each(self.kind.name, listing, "queue") if queues else {}

    async def _count(self, desk: Desk, view: str, units: tuple[str, ...]) -> int:
        return await self.store.count_listed(self.kind.name, queue_listing(desk, view, units))

    async def queue(self, desk: Desk, queue: str, *, after: Place | None, limit: int) -> list[Case]:
        """Return a queue in the order in which it falls due, after a place."""
        listing = queue_listing(desk, queue, await self._units(desk.scope))
        return await self._listed(listing, after, limit)

    async def search(
        self, scope: str, wanted: Sought, *, after: Place | None, limit: int
    ) -> list[Case]:
        """Return applications with all that is wanted, the latest received first."""
        return await self._listed(search_listing(wanted, await self._units(scope)), after, limit)

    async def by_number(self, scope: str, number: str) -> list[Case]:
        """Return the applications that have a number, ours or a partner's; mostly one."""
        keys = [Reference.key(register, number) for register in (PROJECT, *self.registers())]
        found = await self.store.load("references", keys)
        cases = await self.store.load(self.kind.name, sorted({r["case"] for r in found.values()}))
        return [self.kind.decode(c) for c in cases.values() if covers(scope, c["orgunit"])]

    async def _listed(self, listing: Listing, after: Place | None, limit: int) -> list[Case]:
        rows = await self.store.listed(self.kind.name, listing, after=after, limit=limit)
        return [self.kind.decode(row) for row in rows]

    async def _units(self, scope: str) -> tuple[str, ...]:
        # The organisations that have any application: asked of the index, one step for each.
        known = await self.store.values(self.kind.name, "orgunit")
        return tuple(unit for unit in known if covers(scope, unit))[:_MOST_UNITS]


def queue_listing(desk: Desk, queue: str, units: tuple[str, ...]) -> Listing:
    """Return the question for one queue."""
    at = _at(desk)
    if queue == MINE:
        # Within the scope: who moved to another office leaves there what is still claimed.
        held: dict[str, Choice] = {"claimed_by": desk.staff, "orgunit": units, **at}
        return Listing("due", "work_in_hand", held)
    if queue == OVERDUE:
        late: dict[str, Choice] = {"orgunit": units, **at}
        return Listing("late_at", "work_overdue", late, until=desk.now)
    if queue == TO_CHECK:
        return Listing("check_by", "work_check", {"orgunit": units, "to_check": True, **at})
    return Listing("due", _waiting_index(desk), {"orgunit": units, "queue": queue, **at})


def queues_listing(desk: Desk, queues: Sequence[str], units: tuple[str, ...]) -> Listing:
    """Return the question for all of some queues that an application waits in, to be counted."""
    waits: dict[str, Choice] = {"orgunit": units, "queue": tuple(queues), **_at(desk)}
    return Listing("due", _waiting_index(desk), waits)


def search_listing(wanted: Sought, units: tuple[str, ...]) -> Listing:
    """Return the question for what is wanted, by the index that narrows most."""
    asked = {name: value for name in _NARROWING if (value := getattr(wanted, name)) is not None}
    narrow = [name for name in asked if asked[name] != State.ARCHIVED] or [*asked]
    index = next((_NARROWING[name] for name in narrow), "search_received")
    return Listing(
        "received_at",
        index,
        {"orgunit": units, **asked},
        since=wanted.received_from,
        until=wanted.received_to,
        newest=True,
    )


def _at(desk: Desk) -> dict[str, Choice]:
    return {"point": desk.point} if desk.point else {}


def _waiting_index(desk: Desk) -> str:
    return "work_point" if desk.point else "work_queue"
