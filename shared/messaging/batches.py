"""Batches that must be written: what stands between the bus's driver and its offset commit."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Protocol, TypeVar

from shared.messaging.bus import BusAway
from shared.messaging.hearing import Result
from shared.messaging.records import Record
from shared.observability.metrics import Metrics
from shared.observability.pulse import Pulse
from shared.storage.ports import StoreAway

T = TypeVar("T")

_log = logging.getLogger("jiedao.consumer")
_FIRST_PAUSE = 0.1
_LONGEST_PAUSE = 5.0
_SINGLE_SECONDS = 60.0
_FIRST_SIZE = 250
_SIZES = range(25, 2001)
_QUICK_SECONDS, _SLOW_SECONDS = 1.0, 2.5


class Hears(Protocol):
    """What handles a batch: `Hearing`."""

    @property
    def conflicts(self) -> int:
        """How often a transaction met another writer."""
        ...

    @property
    def took(self) -> float:
        """How long the last transaction took, in seconds."""
        ...

    async def hear(self, records: Sequence[Record]) -> list[Result]:
        """Handle the records in one transaction."""
        ...


class Batches:
    """Hands batches on and returns only when they are durable, however long that takes.

    While a batch waits nothing more is read: that is the back-pressure that bounds memory. A large
    batch is written by two transactions at once, no partition in both, so that one is decided
    while the other commits; where they were found to meet, one at a time for a while. How much one
    transaction takes grows while it is quick and shrinks when it is slow, because a store ends the
    ones that last.

    Args:
        hearing: what handles the records.
        metrics: where time and size are told.
        large: how many records are worth two transactions.
    """

    def __init__(self, hearing: Hears, metrics: Metrics, large: int = 400) -> None:
        self.pulse = Pulse()
        self._waits: dict[object, str] = {}
        self._hearing = hearing
        self._metrics = metrics
        self._large = large
        self._size = _FIRST_SIZE
        self._single_until = float("-inf")

    @property
    def waiting_for(self) -> str | None:
        """What the longest waiting part of a batch waits for; None while nothing waits."""
        return next(iter(self._waits.values()), None)

    async def written(self, records: Sequence[Record]) -> list[Result]:
        """Return what became of them when every record is handled or kept in the ledger."""
        clock = asyncio.get_running_loop().time
        began, met = clock(), self._hearing.conflicts
        shares = [records] if began < self._single_until else _shares(records, self._large)
        results = await asyncio.gather(*(self._write(share) for share in shares))
        if len(shares) > 1 and self._hearing.conflicts > met:
            self._single_until = clock() + _SINGLE_SECONDS
        self._metrics.observe("batch_seconds", clock() - began)
        self._metrics.observe("batch_records", len(records))
        return [result for share in results for result in share]

    async def _write(self, share: Sequence[Record]) -> list[Result]:
        results: list[Result] = []
        while share:
            part, share = share[: self._size], share[self._size :]
            hear = partial(self._hearing.hear, part)
            results += await self.insist(hear, f"a batch of {len(part)}")
            self._size = _fitting(self._size, len(part), self._hearing.took)
        return results

    async def insist(self, act: Callable[[], Awaitable[T]], what: str) -> T:
        """Repeat the act, with growing pauses, until it returns."""
        pause, mark = _FIRST_PAUSE, object()
        try:
            while True:
                try:
                    with self.pulse.beat():
                        return await act()
                except StoreAway as error:
                    self._waits[mark] = "store"
                    _log.warning("%s waits for the store: %s", what, error)
                except BusAway as error:
                    self._waits[mark] = "bus"
                    _log.warning("%s waits for the bus: %s", what, error)
                except Exception:  # noqa: BLE001
                    # Never handed back: what went wrong for a reason nobody foresaw is kept and
                    # tried again, loudly, because the offset must not pass it.
                    self._waits[mark] = "operator"
                    _log.exception("%s cannot be written", what)
                self._metrics.count("transaction_retries_total", cause=self._waits[mark])
                await asyncio.sleep(pause)
                pause = min(pause * 2, _LONGEST_PAUSE)
        finally:
            self._waits.pop(mark, None)


def _fitting(size: int, written: int, seconds: float) -> int:
    if seconds > _SLOW_SECONDS:
        return max(written // 2, _SIZES[0])
    if seconds < _QUICK_SECONDS and written == size:
        return min(size * 2, _SIZES[-1])
    return size


def _shares(records: Sequence[Record], large: int) -> list[Sequence[Record]]:
    partitions: dict[str, list[Record]] = {}
    for record in records:
        partitions.setdefault(record.place.rpartition(":")[0], []).append(record)
    if len(records) < large or len(partitions) == 1:
        return [records]
    shares: list[list[Record]] = [[], []]
    for partition in sorted(partitions.values(), key=len, reverse=True):
        min(shares, key=len).extend(partition)
    return list(shares)
