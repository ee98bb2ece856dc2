"""The relay: one leader sends the outbox in causal order and then removes what was sent."""

import asyncio
import contextlib
import logging
from collections.abc import Sequence
from datetime import datetime

from shared.clock import Clock
from shared.ids import mint
from shared.messaging.bus import Bus, BusAway, Message
from shared.observability.metrics import Metrics
from shared.observability.pulse import Pulse
from shared.storage.outbox import OUTBOX
from shared.storage.ports import Document, Store, StoreAway

_log = logging.getLogger("jiedao.relay")
_ROWS = 4
_POLL_SECONDS = 0.2
_RETRY_SECONDS = 0.5


class Relay:
    """Sends one service's outbox. Replicas compete by a lease on the store's clock.

    A leader that slept past its lease may send old rows again; readers know them by id. It never
    sends a later version before an earlier one: rows are read in causal order from one snapshot
    and removed only after the bus has acknowledged them.
    """

    def __init__(
        self, store: Store, bus: Bus, clock: Clock, metrics: Metrics, lease_ms: int
    ) -> None:
        self.owner = mint()
        self.seen_at = float("-inf")
        self.pulse = Pulse()
        self._store = store
        self._bus = bus
        self._clock = clock
        self._metrics = metrics
        self._lease_ms = lease_ms
        self._leads_until = float("-inf")
        self._wake = asyncio.Event()

    def wake(self) -> None:
        """Say that there is something to send."""
        self._wake.set()

    @property
    def leads(self) -> bool:
        """Whether this replica may send now."""
        return _time() < self._leads_until

    async def serve(self) -> None:
        """Lead or wait to lead, for as long as the service lives."""
        while True:
            try:
                with self.pulse.beat():
                    more = await self._lead() and await self.drain_once()
                self.seen_at = _time()
            except (StoreAway, BusAway) as error:
                _log.warning("relay waits: %s", error)
                self._metrics.set("relay_leader", 1 if self.leads else 0)
                await asyncio.sleep(_RETRY_SECONDS)
                continue
            if not more:
                await self._rest()

    async def drain_once(self) -> bool:
        """Send the first rows; return whether there were any.

        Raises:
            StoreAway: the store is away; nothing is lost.
            BusAway: the bus is away; the rows stay.
        """
        rows = await self._store.earliest(OUTBOX, "_id", _ROWS)
        self._measure(rows)
        if not rows:
            return False
        await self._bus.send(_messages(rows))
        await self._store.remove(OUTBOX, [row["_id"] for row in rows])
        self._metrics.count("relay_sent_total", sum(len(row["events"]) for row in rows))
        return True

    async def _lead(self) -> bool:
        # Renewed when a third is gone; trusted for two thirds, so that a slow reply errs safely.
        asked = _time()
        third = self._lease_ms / 3000
        if asked < self._leads_until - third:
            return True
        led = self.leads
        epoch = await self._store.lease("relay", self.owner, self._lease_ms)
        self._leads_until = asked + 2 * third if epoch is not None else float("-inf")
        self._metrics.set("relay_leader", 1 if epoch is not None else 0)
        self._metrics.set("relay_epoch", epoch or 0)
        if epoch is None:
            # The age is the leader's to tell.
            self._metrics.set("outbox_oldest_age_seconds", 0)
        if epoch is not None and not led:
            _log.info("leads with epoch %s", epoch)
        return self.leads

    async def _rest(self) -> None:
        # Not `wait_for`, which may swallow a cancellation that comes together with a wake.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_POLL_SECONDS):
                await self._wake.wait()
        self._wake.clear()

    def _measure(self, rows: Sequence[Document]) -> None:
        oldest: datetime | None = rows[0]["at"] if rows else None
        age = (self._clock.now() - oldest).total_seconds() if oldest else 0.0
        self._metrics.set("outbox_oldest_age_seconds", max(age, 0.0))


def _time() -> float:
    # The loop's own clock, which a simulation may replace.
    return asyncio.get_running_loop().time()


def _messages(rows: Sequence[Document]) -> list[Message]:
    return [
        Message(event["topic"], event["key"], event["type"], bytes(event["body"]))
        for row in rows
        for event in row["events"]
    ]
