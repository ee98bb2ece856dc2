"""The projector: one leader turns the service's log into rows, batch by batch."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import datetime, timedelta

from shared.clock import Clock
from shared.ids import mint
from shared.messaging.bus import BusAway
from shared.messaging.settings import BusSettings
from shared.observability.metrics import Metrics
from shared.observability.pulse import Pulse
from shared.register.log import KafkaLog, Log
from shared.register.rows import ROWS, Said, read, row_id, stored, told
from shared.register.state import ID, STATE, Generation, Parts, State
from shared.storage.ports import (
    BLIND,
    Changes,
    Conflict,
    Document,
    Store,
    StoreAway,
    Transaction,
    Write,
)

_log = logging.getLogger("jiedao.register")
_BUILDING_BATCHES = 4  # to one of the serving generation: a rebuild catches up under load too
_WAIT_MS = 500
_RETRY_SECONDS = 1.0
_SEEN_EVERY = timedelta(seconds=10)


class Projector:
    """Keeps the register of one service, and rebuilds it beside the one that serves.

    Rows and positions are written by one transaction, guarded by the version of `State` alone:
    whoever dies or sleeps at whatever moment, each record counts once. The lease only spares a
    second replica the work.

    Args:
        service: whose register.
        store: the service's own.
        log: opens a reader of the service's topic.
        clock: the present.
        metrics: where lag and what cannot be read are told.
        lease_ms: how long a leader that fell silent is waited for.
        pace: seconds between two rounds that found little; a longer one has larger batches.
        batch: how many records one transaction takes.
    """

    def __init__(
        self,
        service: str,
        store: Store,
        log: Callable[[], Log],
        clock: Clock,
        metrics: Metrics,
        lease_ms: int = 5000,
        pace: float = 0.5,
        batch: int = 500,
    ) -> None:
        self.pulse = Pulse()
        self._service = service
        self._store = store
        self._open = log
        self._clock = clock
        self._metrics = metrics
        self._lease_ms = lease_ms
        self._pace = pace
        self._batch = batch
        self._owner = mint()
        self._ask_again_at = float("-inf")
        self._leads = False
        self._logs: dict[int, Log] = {}

    async def serve(self) -> None:
        """Lead or wait to lead, for as long as the service lives."""
        async with AsyncExitStack() as stack:
            stack.push_async_callback(self._keep_open, ())
            while True:  # noqa: ASYNC110 - it is a pause, nothing is waited for
                await asyncio.sleep(await self._turn())

    async def round(self) -> bool:
        """Read one batch for what serves and a few for what is built; return whether any was full.

        Raises:
            StoreAway: nothing is lost; come again.
            BusAway: the same.
            Conflict: the state changed meanwhile; come again.
        """
        state = STATE.decode(await _document(self._store))
        serving = state.serving.number
        building = state.building.number if state.building else None
        await self._keep_open((serving, building))
        full = await self._advance(serving, 0 if building else _WAIT_MS)
        for _ in range(_BUILDING_BATCHES if building else 0):
            full |= await self._advance(building or serving, _WAIT_MS)
        for number in state.retired:
            full |= await self._sweep(number)
        return full

    async def _turn(self) -> float:
        began = _time()
        try:
            with self.pulse.beat():
                if not await self._may_lead():
                    await self._keep_open(())
                    return self._lease_ms / 3000
                full = await self.round()
        except Conflict:
            return self._pace
        except (StoreAway, BusAway) as error:
            _log.warning("the register waits: %s", error)
            return _RETRY_SECONDS
        except Exception:  # noqa: BLE001
            # A list that stands still must not end the service that others depend on.
            _log.exception("the register stands still")
            return _RETRY_SECONDS
        # At most half of the time, even when it is far behind: commands come first.
        return _time() - began if full else self._pace

    async def _may_lead(self) -> bool:
        third = self._lease_ms / 3000
        if (now := _time()) >= self._ask_again_at:
            epoch = await self._store.lease("register", self._owner, self._lease_ms)
            self._leads, self._ask_again_at = epoch is not None, now + third
        return self._leads

    async def _advance(self, number: int, wait_ms: int) -> bool:
        transaction = await self._store.begin()
        try:
            document = await _document(transaction)
            state = STATE.decode(document)
            generation = state.generation(number)
            if generation is None:
                return False
            parts = await self._logs[number].read(generation.positions, self._batch, wait_ms)
            events, times = self._events(parts)
            now = self._clock.now()
            moved = generation.after(parts, times, now)
            if _tells(generation, moved) or _long_ago(state, now):
                rows = await _rows(transaction, number, events)
                await _write(transaction, document, state.having(moved, now), rows)
        finally:
            await transaction.abort()
        self._metrics.set("register_lag_records", moved.lag)
        return sum(len(part.lines) for part in parts.values()) >= self._batch

    def _events(self, parts: Parts) -> tuple[list[Said], dict[str, datetime]]:
        events: list[Said] = []
        times: dict[str, datetime] = {}
        for partition, part in parts.items():
            for _, value in part.lines:
                said = read(self._service, value)
                if said is None:
                    self._metrics.count("register_unreadable_total")
                    continue
                times.setdefault(partition, said.time)
                events.append(said)
        return events, times

    async def _sweep(self, number: int) -> bool:
        prefix = row_id(number, "")
        page = await self._store.page(ROWS.name, {}, after=prefix, limit=self._batch)
        # By key: whatever a hand has changed inside, the row goes.
        gone = [row["_id"] for row in page if row["_id"].startswith(prefix)]
        if gone:
            await self._store.remove(ROWS.name, gone)
            return True
        transaction = await self._store.begin()
        try:
            document = await _document(transaction)
            state = STATE.decode(document)
            left = tuple(one for one in state.retired if one != number)
            await _write(transaction, document, replace(state, retired=left), [])
        finally:
            await transaction.abort()
        return False

    async def _keep_open(self, numbers: Iterable[int | None]) -> None:
        wanted = {number for number in numbers if number is not None}
        for number in self._logs.keys() - wanted:
            await self._logs.pop(number).close()
        for number in wanted - self._logs.keys():
            self._logs[number] = self._open()


def projector_on_kafka(
    service: str, store: Store, bus: BusSettings, clock: Clock, metrics: Metrics
) -> Projector:
    """Return the projector of a service that reads its topic on Kafka."""
    return Projector(
        service, store, lambda: KafkaLog(service, bus), clock, metrics, lease_ms=bus.lease_ms
    )


async def _document(where: Store | Transaction) -> Document:
    found = await where.load(STATE.name, [ID])
    return found.get(ID) or {**STATE.encode(State()), "hlc": 0}


async def _write(
    transaction: Transaction, before: Document, after: State, rows: Sequence[Write]
) -> None:
    version = before["version"]
    # The hybrid time is that of commands, which change this document too.
    document = {**STATE.encode(after), "version": version + 1, "hlc": before["hlc"]}
    state = Write(ID, document, version)
    await transaction.write(Changes({STATE.name: [state], **({ROWS.name: rows} if rows else {})}))
    await transaction.commit()


async def _rows(transaction: Transaction, number: int, events: Iterable[Said]) -> list[Write]:
    by_subject: defaultdict[str, list[Said]] = defaultdict(list)
    for event in events:
        by_subject[event.subject].append(event)
    keys = {subject: row_id(number, subject) for subject in by_subject}
    known = await transaction.load(ROWS.name, list(keys.values())) if keys else {}
    writes: list[Write] = []
    for subject, said in by_subject.items():
        before = stored(known.get(keys[subject]))
        after = told(number, before, said)
        if after is not None and after is not before:
            writes.append(Write(after.id, ROWS.encode(after), BLIND))
    return writes


def _tells(before: Generation, after: Generation) -> bool:
    return before.positions != after.positions or before.goal != after.goal


def _long_ago(state: State, now: datetime) -> bool:
    return state.seen_at is None or now - state.seen_at >= _SEEN_EVERY


def _time() -> float:
    return asyncio.get_running_loop().time()
