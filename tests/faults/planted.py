"""Five defects that a delivery must not have, planted on the real classes to test the tests.

`early-offset`: the bus hears "done" before the transaction. `no-inbox`: nothing remembers what was
handled. `no-lease`: every replica's relay sends. `wall-clock-key`: the outbox is sorted by the
writer's clock. `leak`: what a refused event changed before it was refused is kept.

The first loses, the second doubles, the fourth inverts under skew, the last announces what never
was. Two relays without a lease invert nothing, for rows leave the outbox only once acknowledged;
they repeat themselves where nothing was killed, stopped or away, and that is how they are caught.
"""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

from shared.events.base import AnyEnvelope, EventData
from shared.messaging.batches import Batches
from shared.messaging.records import Record
from shared.messaging.relay import Relay
from shared.storage import unit_of_work
from shared.storage.kinds import Kind
from shared.storage.outbox import packed
from shared.storage.ports import Document, Versioned
from shared.storage.unit import Entry
from shared.storage.unit_of_work import Item, UnitOfWork
from shared.storage.work import Stage

Patch = tuple[object, str, Callable[..., Any]]

_written = Batches.written
_run: Callable[..., Any] = UnitOfWork.run
_put: Callable[..., Any] = Stage.put
_announce = Stage.announce
_behind: set["asyncio.Task[Any]"] = set()


async def _written_later(self: Batches, records: Sequence[Record]) -> list[Any]:
    task = asyncio.create_task(_written(self, records))
    _behind.add(task)
    task.add_done_callback(_behind.discard)
    return []


async def _run_without_inbox(self: UnitOfWork[Any], items: Sequence[Item[Any]]) -> list[Any]:
    outcomes: list[Any] = await _run(self, [replace(item, inbox=None) for item in items])
    return outcomes


async def _lead_always(self: Relay) -> bool:
    return True


def _packed_by_the_clock(events: Sequence[AnyEnvelope], stamp: int, now: datetime) -> Document:
    return packed(events, int(now.timestamp() * 1000), now)


def _put_at_once(self: Stage, kind: Kind[Any], value: Versioned) -> Versioned:
    saved: Versioned = _put(self, kind, value)
    if not self.rehearsing:
        entry = self._unit.entries[kind.name].setdefault(saved.id, Entry(kind, 0, None))
        entry.value, entry.changed = saved, True
    return saved


def _announce_at_once(
    self: Stage, data: EventData, *, about: Versioned, orgunit: str | None = None
) -> None:
    _announce(self, data, about=about, orgunit=orgunit)
    if not self.rehearsing:
        self._unit.events.append(self._events.pop())


DEFECTS: dict[str, tuple[Patch, ...]] = {
    "early-offset": ((Batches, "written", _written_later),),
    "no-inbox": ((UnitOfWork, "run", _run_without_inbox),),
    "no-lease": ((Relay, "_lead", _lead_always),),
    "wall-clock-key": ((unit_of_work, "packed", _packed_by_the_clock),),
    "leak": ((Stage, "put", _put_at_once), (Stage, "announce", _announce_at_once)),
}


def plant(defect: str) -> None:
    """Plant one defect in this process, for good; KeyError names one that does not exist."""
    for owner, name, wrong in DEFECTS[defect]:
        if not hasattr(owner, name):
            raise AttributeError(f"{defect}: there is no {name} to spoil any more")
        setattr(owner, name, wrong)


@contextmanager
def planted(defect: str | None) -> Iterator[None]:
    """Plant one defect, or none, for the length of a block."""
    patches = DEFECTS[defect] if defect else ()
    right = [getattr(owner, name) for owner, name, _ in patches]
    try:
        if defect:
            plant(defect)
        yield
    finally:
        for (owner, name, _), good in zip(patches, right, strict=True):
            setattr(owner, name, good)
