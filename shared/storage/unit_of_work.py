"""The unit of work: many messages, each decided alone, in one transaction."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic
from typing import Any, Generic, TypeVar

from shared.clock import Clock
from shared.observability.metrics import Metrics
from shared.storage.outbox import OUTBOX, packed
from shared.storage.ports import BLIND, Cause, Changes, Conflict, Poison, Store, StoreAway, Write
from shared.storage.work import Kind, Stage, Unit
from shared.values import Refusal

W = TypeVar("W", bound=Stage)
Act = Callable[[W], Awaitable[Any]]
Open = Callable[[Unit, Cause, datetime], W]
Rest = Callable[[float], Awaitable[None]]

_log = logging.getLogger("jiedao.storage")
_ATTEMPTS = 12
_LAST_ATTEMPTS = 40
_LONGEST_REST = 0.2


@dataclass(frozen=True)
class Heard:
    """The inbox: what was handled, and where it was first read. id is ``<source>|<event id>``."""

    id: str
    version: int
    place: str
    at: datetime


INBOX = Kind("inbox", Heard, announced=False)


@dataclass(frozen=True)
class Item(Generic[W]):
    """One message for the unit of work.

    Args:
        cause: why it runs.
        act: the use case, closed over its event or command.
        inbox: the key under which a repetition is recognised; None: never.
        place: where it was read, for the inbox and for operators.
        needs: keys to fetch beforehand, by kind.
        instead: what to record when `act` was refused or is broken; None: the caller is told.
        again: what to record when the message was handled before, elsewhere.
    """

    cause: Cause
    act: Act[W]
    inbox: str | None = None
    place: str = ""
    needs: Mapping[Kind[Any], Sequence[str]] = field(default_factory=dict)
    instead: Callable[[Exception], Act[W]] | None = None
    again: Act[W] | None = None


@dataclass(frozen=True)
class Done:
    """The use case returned; its changes are durable."""

    value: Any


@dataclass(frozen=True)
class Repeated:
    """It had been handled before; nothing was changed."""


@dataclass(frozen=True)
class Refused:
    """It was refused or broke; none of its changes exist, `instead` was recorded."""

    error: Exception


Outcome = Done | Repeated | Refused


class UnitOfWork(Generic[W]):
    """Runs messages in order, each on its own stage, and commits them together.

    Raises:
        StoreAway: nothing is known to be written; run the same items again.
    """

    def __init__(
        self,
        service: str,
        store: Store,
        work: Open[W],
        clock: Clock,
        metrics: Metrics,
        rest: Rest = asyncio.sleep,
    ) -> None:
        self.store = store
        self._rest = rest
        self._service = service
        self._work = work
        self._clock = clock
        self._metrics = metrics
        self._after: list[Callable[[], None]] = []

    def after_commit(self, call: Callable[[], None]) -> None:
        """Call this after each commit (to wake the relay and the timers)."""
        self._after.append(call)

    async def run(self, items: Sequence[Item[W]]) -> list[Outcome]:
        """Run the items; one outcome each. A failing transaction is halved down to its culprit."""
        if not items:
            return []
        try:
            return await self._insist(items)
        except (Conflict, Poison) as fault:
            if len(items) == 1:
                return [await self._bury(items[0], fault)]
        half = len(items) // 2
        return [*await self.run(items[:half]), *await self.run(items[half:])]

    async def _insist(self, items: Sequence[Item[W]]) -> list[Outcome]:
        # Alone, a message is given longer: contention must not make a healthy one look poisonous.
        for attempt in range(1, _ATTEMPTS if len(items) > 1 else _LAST_ATTEMPTS):
            try:
                return await self._attempt(items)
            except Conflict:
                self._metrics.count("transaction_retries_total", cause="conflict")
            # Full jitter, so that two writers that met once do not meet in step again.
            ceiling = min(_LONGEST_REST, 0.005 * 2**attempt)
            await self._rest(random.uniform(0, ceiling))  # noqa: S311 - no secret
        return await self._attempt(items)

    async def _attempt(self, items: Sequence[Item[W]]) -> list[Outcome]:
        began, now = monotonic(), self._instant()
        transaction = await self.store.begin()
        try:
            unit = Unit(self._service, transaction, int(now.timestamp() * 1000))
            await self._prefetch(unit, items)
            outcomes = [await self._decide(unit, item, now) for item in items]
            await unit.flush(final=True)
            if unit.events:
                row = packed(unit.events, unit.stamp, now)
                await transaction.write(Changes({OUTBOX: [Write(row["_id"], row, BLIND)]}))
            await transaction.commit()
        except BaseException:
            await transaction.abort()
            raise
        self._metrics.observe("transaction_seconds", monotonic() - began)
        for event in unit.events:
            self._metrics.count("events_announced_total", type=event.type)
        for name, labels in unit.counted:
            self._metrics.count(name, 1, **labels)
        for call in self._after:
            call()
        return outcomes

    async def _prefetch(self, unit: Unit, items: Sequence[Item[W]]) -> None:
        wanted: dict[Kind[Any], list[str]] = {}
        for item in items:
            if item.inbox is not None:
                wanted.setdefault(INBOX, []).append(item.inbox)
            for kind, keys in item.needs.items():
                wanted.setdefault(kind, []).extend(keys)
        for kind, keys in wanted.items():
            await unit.load(kind, keys)

    async def _decide(self, unit: Unit, item: Item[W], now: datetime) -> Outcome:
        stage = self._work(unit, item.cause, now)
        if item.inbox is not None:
            inbox = stage.repository(INBOX)
            earlier = await inbox.find(item.inbox)
            if earlier is not None:
                if item.again is not None and earlier.place != item.place:
                    await self._record(unit, item, now, item.again)
                return Repeated()
            inbox.save(Heard(item.inbox, 0, item.place, now))
        try:
            value = await item.act(stage)
            stage.merge()
        except (StoreAway, Conflict, Poison):
            raise
        except Exception as error:  # noqa: BLE001 - one broken message must not stop its neighbours
            return await self._refuse(unit, item, now, error)
        return Done(value)

    async def _refuse(self, unit: Unit, item: Item[W], now: datetime, error: Exception) -> Outcome:
        if not isinstance(error, Refusal):
            _log.error("use case broke at %s", item.place or item.cause.id, exc_info=error)
        if item.instead is not None:
            await self._record(unit, item, now, item.instead(error))
        return Refused(error)

    async def _record(self, unit: Unit, item: Item[W], now: datetime, act: Act[W]) -> None:
        stage = self._work(unit, item.cause, now)
        await act(stage)
        stage.merge()

    async def _bury(self, item: Item[W], fault: Exception) -> Outcome:
        if item.instead is None:
            return Refused(fault)
        await self._insist([Item(item.cause, item.instead(fault), place=item.place)])
        return Refused(fault)

    def _instant(self) -> datetime:
        # The store keeps milliseconds; a value must read back as it was decided.
        now = self._clock.now()
        return now.replace(microsecond=now.microsecond // 1000 * 1000)
