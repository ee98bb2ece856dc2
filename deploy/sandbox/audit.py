"""The audit: reconciles again and again until nothing moves, and says the result in one line."""

import asyncio
import json
from dataclasses import dataclass, replace
from time import monotonic

from aiokafka.errors import KafkaError
from pymongo.errors import PyMongoError

from deploy.sandbox import heard
from deploy.sandbox.books import Auditor, percentile
from deploy.sandbox.house import House
from deploy.sandbox.player import Posted
from deploy.sandbox.reckoning import Reckoning
from deploy.sandbox.reconcile import reconcile
from deploy.sandbox.witness import Witness
from deploy.sandbox.words import SandboxError

_PAUSE = 0.5
_STILL_SECONDS = 20.0
_SHOWN = 20


@dataclass(frozen=True)
class Result:
    """One reconciliation with the figures that stand beside it."""

    reckoning: Reckoning
    notified: int
    p50_ms: float
    p99_ms: float

    def line(self, restarts: int) -> str:
        """Return the one JSON object that programs read."""
        r = self.reckoning
        return json.dumps(
            {
                "published": r.published,
                "handled": r.handled,
                "quarantined": r.quarantined,
                "skipped": r.skipped,
                "notified": self.notified,
                "lost": r.lost,
                "doubled": r.doubled,
                "p50_ms": self.p50_ms,
                "p99_ms": self.p99_ms,
                "reordered": r.reordered,
                "dead": r.dead,
                "exposed": r.exposed,
                "restarts": restarts,
            }
        )

    def findings(self) -> list[str]:
        """Return what is wrong, in words; the first twenty."""
        return list(self.reckoning.findings[:_SHOWN])


class Audit:
    """Reconciles one run: what the player posted and the witness saw, against the books."""

    def __init__(self, house: House, witness: Witness, posted: list[Posted]) -> None:
        self._house = house
        self._auditor: Auditor = house.auditor
        self._witness = witness
        self._posted = posted
        self._declared = heard.declared()

    def now(self) -> Result:
        """Reconcile what is there at this moment; blocking, for a thread."""
        announced = sorted(self._witness.announced, key=lambda s: (s.topic, s.partition, s.offset))
        seen = list(self._witness.published)
        books = self._auditor.books()
        places = [f"{p.topic}:{p.partition}:{p.offset}" for p in self._posted]
        reckoning = reconcile(
            dict.fromkeys([*places, *(sighting.place for sighting in seen)]),
            announced,
            books,
            self._declared,
            whole=not self._house.options.keep,
        )
        waits = self._auditor.latencies(seen)
        told = self._auditor.counts().notifications
        found = reckoning.with_more(
            lost=[f"读不懂 / unreadable: {place}" for place in self._witness.unreadable],
            doubled=self._house.mail.doubled,
        )
        return Result(found, told, percentile(waits, 0.5), percentile(waits, 0.99))

    async def closing(self, limit: float) -> Result:
        """Return the settled result, with what a search of everything stored found besides.

        Raises:
            SandboxError: the store was away until the end.
        """
        result = await self.settled(limit)
        try:
            exposed = await asyncio.to_thread(self._auditor.exposures)
        except (PyMongoError, OSError) as fault:
            raise _no_answer() from fault
        return replace(result, reckoning=result.reckoning.with_more(exposed=exposed))

    async def settled(self, limit: float) -> Result:
        """Reconcile until it is clean and nothing moved since, at most so many seconds.

        What is not clean is given twenty seconds without any movement before it is believed: a
        service that is being started again needs that long.

        Raises:
            SandboxError: the store was away until the end.
        """
        deadline = moved_at = monotonic()
        deadline += limit
        before: tuple[object, ...] | None = None
        while True:
            result = await self._tried()
            now = (result, len(self._witness.announced), self._house.mail.count)
            if result is None or now != before:
                moved_at = monotonic()
            over = monotonic() > deadline or monotonic() - moved_at > _STILL_SECONDS
            if result is not None and (over or (result.reckoning.clean and now == before)):
                return result
            if over:
                raise _no_answer()
            before = now
            await asyncio.sleep(_PAUSE)

    async def _tried(self) -> Result | None:
        try:
            if not await self._witness.caught_up():
                return None
            return await asyncio.to_thread(self.now)
        except (PyMongoError, KafkaError, OSError):
            return None


def _no_answer() -> SandboxError:
    return SandboxError(
        "无法对账：MongoDB 或消息总线没有应答。",
        "The reconciliation could not be made: MongoDB or the bus does not answer.",
    )
