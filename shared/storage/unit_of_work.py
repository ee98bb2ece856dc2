"""The unit of work: many messages, each decided alone, in one transaction."""

import asyncio
import logging
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any, Generic, TypeVar

from shared.clock import Clock
from shared.observability.metrics import Metrics
from shared.storage.foresight import Foresight
from shared.storage.items import Act, Done, Item, Outcome, Refused, Repeated
from shared.storage.kinds import INBOX, Kind
from shared.storage.looking import look
from shared.storage.outbox import OUTBOX, packed
from shared.storage.ports import BLIND, Cause, Changes, Conflict, Poison, Store, StoreAway, Write
from shared.storage.turns import Turns
from shared.storage.work import Stage, Unit
from shared.values import Refusal

__all__ = ["Done", "Item", "Open", "Outcome", "Refused", "Repeated", "UnitOfWork"]

W = TypeVar("W", bound=Stage)
T = TypeVar("T")
Open = Callable[[Unit, Cause, datetime], W]
Rest = Callable[[float], Awaitable[None]]

_log = logging.getLogger("jiedao.storage")
_ATTEMPTS = 12
_LAST_ATTEMPTS = 40
_LONGEST_REST = 0.2
_LONG_TRY = 2.5
_BREATH = 0.05


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
        self.conflicts = 0
        self.took = 0.0
        self._turns = Turns(store)
        self._rest = rest
        self._service = service
        self._work = work
        self._clock = clock
        self._metrics = metrics
        self._after: list[Callable[[], None]] = []
        self._after_timer: list[Callable[[datetime], None]] = []

    def after_commit(self, call: Callable[[], None]) -> None:
        """Call this after each commit (to wake the relay and the timers)."""
        self._after.append(call)

    def after_timer(self, call: Callable[[datetime], None]) -> None:
        """Call this after each commit that sets timers, with the earliest instant."""
        self._after_timer.append(call)

    async def run(self, items: Sequence[Item[W]]) -> list[Outcome]:
        """Run the items; one outcome each. A failing transaction is halved down to its culprit."""
        if not items:
            return []
        try:
            return await self._insist(items)
        except (Conflict, Poison) as fault:
            if len(items) == 1:
                return [await self._bury(items[0], fault)]
        self._metrics.count("transaction_retries_total", cause="halved")
        half = len(items) // 2
        return [*await self.run(items[:half]), *await self.run(items[half:])]

    async def look(self, act: Callable[[W], Awaitable[T]], cause: Cause) -> T:
        """Run a use case that only reads, at once and beside all others, and return its value.

        It sees what is committed, and waits for no transaction: whoever looks must not stand in
        the line of those who write.

        Raises:
            Refusal: as the use case does.
            StoreAway: the store cannot be reached, or broke off each of three attempts.
            RuntimeError: it changed something; that is run, not looked at.
        """

        async def rest() -> None:
            self._metrics.count("transaction_retries_total", cause="conflict")
            await self._rest(random.uniform(0, _LONGEST_REST))  # noqa: S311 - no secret

        now = self._instant()
        return await look(
            self.store,
            lambda opened: self._work(Unit(self._service, opened, _ms(now)), cause, now),
            act,
            rest,
        )

    async def _insist(self, items: Sequence[Item[W]]) -> list[Outcome]:
        # Alone, a message is given longer: contention must not make a healthy one look poisonous.
        clock = asyncio.get_running_loop().time
        for attempt in range(1, _ATTEMPTS if len(items) > 1 else _LAST_ATTEMPTS):
            began = clock()
            try:
                async with self._turns.taken():
                    began = clock()
                    return await self._attempt(items)
            except Conflict:
                self.conflicts += 1
                self._metrics.count("transaction_retries_total", cause="conflict")
                if len(items) > 1:
                    self._turns.met()
                if len(items) > 1 and clock() - began > _LONG_TRY:
                    # The store ends what lasts too long, and calls it a conflict: less at a time.
                    raise
            # Full jitter, so that two writers that met once do not meet in step again; and the
            # more a try costs, the longer the other is left alone to finish.
            ceiling = max(min(_LONGEST_REST, 0.005 * 2**attempt), 2 * (clock() - began))
            await self._rest(random.uniform(0, ceiling))  # noqa: S311 - no secret
        return await self._attempt(items)

    async def _attempt(self, items: Sequence[Item[W]]) -> list[Outcome]:
        clock = asyncio.get_running_loop().time
        began, now = clock(), self._instant()
        transaction = await self.store.begin()
        try:
            unit = Unit(self._service, transaction, _ms(now))
            outcomes = await self._decide_all(unit, items, now)
            await unit.flush(final=True)
            if unit.events:
                row = packed(unit.events, unit.stamp, now)
                await transaction.write(Changes({OUTBOX: [Write(row["_id"], row, BLIND)]}))
            await transaction.commit()
        except BaseException:
            await transaction.abort()
            raise
        self.took = clock() - began
        self._metrics.observe("transaction_seconds", self.took)
        self._count(unit)
        for call in self._after:
            call()
        if unit.timers:
            for hear in self._after_timer:
                hear(min(unit.timers))
        return outcomes

    def _count(self, unit: Unit) -> None:
        for type_, number in Counter(event.type for event in unit.events).items():
            self._metrics.count("events_announced_total", number, type=type_)
        for name, labels in unit.counted:
            self._metrics.count(name, 1, **labels)

    async def _decide_all(
        self, unit: Unit, items: Sequence[Item[W]], now: datetime
    ) -> list[Outcome]:
        inbox = [item.inbox for item in items if item.inbox is not None]
        needs: dict[Kind[Any], list[str]] = {}
        for item in items:
            for kind, keys in item.needs.items():
                needs.setdefault(kind, []).extend(keys)
        await unit.begin(inbox, needs)
        foresight = Foresight(unit, items, lambda item: self._work(unit, item.cause, now))
        unit.foresee = foresight.wanted
        outcomes: list[Outcome] = []
        clock = asyncio.get_running_loop().time
        breathed = clock()
        try:
            for item in items:
                if clock() - breathed > _BREATH:
                    # What is decided without a question to the store must not stop the heartbeat.
                    await asyncio.sleep(0)
                    breathed = clock()
                foresight.decided += 1
                outcomes.append(await self._decide(unit, item, now))
        finally:
            unit.foresee = dict
            foresight.end()
        await self._doubt_refusals(unit, items, outcomes)
        return outcomes

    async def _doubt_refusals(
        self, unit: Unit, items: Sequence[Item[W]], outcomes: Sequence[Outcome]
    ) -> None:
        # The inbox was read at the beginning. Where another replica handled a message after that,
        # its own effects are why it is refused here: such a refusal must not be recorded.
        pairs = zip(items, outcomes, strict=True)
        refused = [i.inbox for i, o in pairs if isinstance(o, Refused) and i.inbox is not None]
        if refused and await unit.has_heard(refused):
            raise Conflict(INBOX.name)

    async def _decide(self, unit: Unit, item: Item[W], now: datetime) -> Outcome:
        if item.inbox is not None and (earlier := unit.heard.get(item.inbox)) is not None:
            if item.again is not None and earlier != item.place:
                await self._record(unit, item, now, item.again)
            return Repeated()
        stage = self._work(unit, item.cause, now)
        try:
            value = await stage.perform(item.act)
            stage.merge()
        except (StoreAway, Conflict, Poison):
            raise
        except Exception as error:  # noqa: BLE001 - one broken message must not stop its neighbours
            return await self._refuse(unit, item, now, error)
        finally:
            stage.leave()
        if item.inbox is not None:
            unit.remember(item.inbox, item.place, now)
        return Done(value)

    async def _refuse(self, unit: Unit, item: Item[W], now: datetime, error: Exception) -> Outcome:
        if not isinstance(error, Refusal):
            _log.error("use case broke at %s", item.place or item.cause.id, exc_info=error)
        if item.instead is not None:
            await self._record(unit, item, now, item.instead(error))
        return Refused(error)

    async def _record(self, unit: Unit, item: Item[W], now: datetime, act: Act[W]) -> None:
        stage = self._work(unit, item.cause, now)
        await stage.perform(act)
        stage.merge()
        stage.leave()

    async def _bury(self, item: Item[W], fault: Exception) -> Outcome:
        if item.instead is None:
            return Refused(fault)
        await self._insist([Item(item.cause, item.instead(fault), place=item.place)])
        return Refused(fault)

    def _instant(self) -> datetime:
        # The store keeps milliseconds; a value must read back as it was decided.
        now = self._clock.now()
        return now.replace(microsecond=now.microsecond // 1000 * 1000)


def _ms(now: datetime) -> int:
    return int(now.timestamp() * 1000)
