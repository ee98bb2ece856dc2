"""Pausing: a source of which too much is invalid is not read on, and no other is held up by it.

Harm stays bounded: what was fetched already is quarantined record by record as usual, the rest
waits on the bus. The HTTP door stays open for a paused partner: it answers each event at once, so
its sender learns of every fault by itself, and nothing piles up behind it.
"""

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from shared.clock import Clock
from shared.ids import mint
from shared.messaging import pauses
from shared.messaging.hearing import Result
from shared.messaging.invalid_ratio import Limits, Window
from shared.messaging.ledger import LEDGER, Fate
from shared.messaging.partners import Partner
from shared.messaging.pauses import PAUSES, Pause
from shared.observability.metrics import Metrics
from shared.storage.ports import Cause, StoreAway
from shared.storage.unit_of_work import Item, UnitOfWork

_log = logging.getLogger("jiedao.pausing")


class Pausing:
    """Which partner topics this service does not read for the time being.

    Args:
        service: whose eyes these are.
        partners: those whose topics it reads.
        unit_of_work: where a pause is decided and announced.
        limits: how much may be invalid.
        clock: the present.
        metrics: the service's.
    """

    def __init__(
        self,
        service: str,
        partners: Iterable[Partner],
        unit_of_work: UnitOfWork[Any],
        limits: Limits,
        clock: Clock,
        metrics: Metrics,
    ) -> None:
        self._service = service
        self._partners = {partner.topic: partner for partner in partners}
        self._unit_of_work = unit_of_work
        self._limits = limits
        self._clock = clock
        self._metrics = metrics
        self._windows = {topic: Window(limits) for topic in self._partners}
        self._known: dict[str, Pause] = {}
        self._open: dict[str, tuple[str, ...]] = {}

    @property
    def paused_topics(self) -> frozenset[str]:
        """The topics that are not to be read."""
        return frozenset(topic for topic, known in self._known.items() if known.paused)

    @property
    def partners(self) -> tuple[Partner, ...]:
        """The partners whose topics this service reads."""
        return tuple(self._partners.values())

    def ratio(self, topic: str) -> float:
        """Return the invalid part of the last records of a topic, as this replica saw them."""
        return self._windows[topic].ratio

    async def heard(self, results: Sequence[Result]) -> None:
        """Take note of what became of records from the bus, and pause what is too bad.

        While the store is away nothing is paused; the verdict is reached again at the next batch.
        """
        touched = {topic for topic in map(self._noted, results) if topic is not None}
        for topic in touched:
            self._metrics.set("source_invalid_ratio", self._windows[topic].ratio, topic=topic)
        for topic in touched:
            if self._windows[topic].too_bad and not self._left_alone(topic):
                await self._pause(topic)

    async def refresh(self) -> None:
        """Learn what was decided elsewhere, and end the pauses of sources that are mended.

        Raises:
            StoreAway: what was known so far holds on.
        """
        ids = [partner.id for partner in self._partners.values()]
        rows = await self._unit_of_work.store.load(PAUSES.name, ids) if ids else {}
        for found in map(PAUSES.decode, rows.values()):
            self._learn(found)
            if found.paused and await self._is_mended(found):
                act = partial(pauses.mended, self._service, found)
                await self._run(f"mended:{found.id}", act)
        for topic in self._partners:
            self._metrics.set("source_paused", topic in self.paused_topics, topic=topic)

    def _noted(self, result: Result) -> str | None:
        topic = result.place.rsplit(":", 2)[0]
        window = self._windows.get(topic)
        if window is None:
            return None
        window.add(result.place if result.outcome == Fate.QUARANTINED else None)
        return topic

    def _left_alone(self, topic: str) -> bool:
        known = self._known.get(topic)
        if known is None:
            return False
        return known.paused or _after(known.tolerated_until, self._clock.now())

    async def _pause(self, topic: str) -> None:
        window = self._windows[topic]
        _log.error("%s of %s records of %s are invalid", len(window.places), len(window), topic)
        act = partial(pauses.pause, self._service, self._partners[topic], window)
        try:
            await self._run(f"paused:{topic}", act)
            await self.refresh()
        except StoreAway as error:
            _log.warning("pausing %s waits for the store: %s", topic, error)

    async def _run(self, what: str, act: Any) -> None:
        cause = Cause(f"{what}:{mint()}", what, "system", "0" * 12)
        await self._unit_of_work.run([Item(cause, act, place=what)])

    def _learn(self, found: Pause) -> None:
        known = self._known.get(found.topic)
        if known and known.version == found.version:
            return
        self._known[found.topic] = found
        # What came before a pause or its end says nothing about what comes after.
        self._windows[found.topic] = Window(self._limits)
        self._open[found.topic] = found.places
        self._metrics.set("source_invalid_ratio", 0, topic=found.topic)

    async def _is_mended(self, found: Pause) -> bool:
        # One question by key at a time: the first that is still open ends it.
        waiting = self._open[found.topic]
        for number, place in enumerate(waiting):
            still = {"_id": place, "fate": Fate.QUARANTINED.value}
            if await self._unit_of_work.store.count(LEDGER.name, still):
                self._open[found.topic] = waiting[number:]
                return False
        return True


def _after(instant: datetime | None, now: datetime) -> bool:
    return instant is not None and now < instant
