"""What a service says of itself: whether it is ready, and whether it lives."""

import asyncio
from functools import partial

from shared.messaging.consumer import Consumer
from shared.messaging.pausing import Pausing
from shared.messaging.relay import Relay
from shared.observability.pulse import Pulse
from shared.storage.ports import Store, StoreAway
from shared.web.health import Check, Checks

_RELAY_SILENT_SECONDS = 10.0


class Health:
    """Asks the moving parts of one service."""

    def __init__(self, store: Store, consumer: Consumer, relay: Relay, pausing: Pausing) -> None:
        self._store = store
        self._consumer = consumer
        self._relay = relay
        self._pausing = pausing

    def watch_over(self, checks: Checks, **loops: Pulse) -> None:
        """Register what must be well to be ready, and which loops must not hang."""
        checks.add("store", self.store)
        checks.add("consumer", self.consumer)
        checks.add("relay", self.relay)
        checks.watch("consumer", lambda: self._consumer.stuck_seconds)
        for name, pulse in {**loops, "relay": self._relay.pulse}.items():
            checks.watch(name, partial(_seconds, pulse))

    async def store(self) -> Check:
        """Tell whether the store has a primary that answers."""
        try:
            await self._store.ping()
        except StoreAway as error:
            return Check(ok=False, detail=str(error))
        return Check(ok=True, detail="primary answers")

    def consumer(self) -> Check:
        """Tell whether records are read and written; a paused source is said, and is well."""
        consumer = self._consumer
        if (waits_for := consumer.batches.waiting_for) is not None:
            return Check(ok=False, detail=f"a batch waits for the {waits_for}")
        if not consumer.joined:
            return Check(ok=False, detail="not joined to its group yet")
        if not consumer.bus_answers:
            return Check(ok=False, detail="the bus does not answer")
        missed = consumer.positions.missed
        lag = sum(consumer.lag().values())
        detail = f"lag {lag} records; missed {missed} records"
        if paused := sorted(self._pausing.paused_topics):
            detail += f"; paused: {', '.join(paused)}"
        return Check(ok=True, detail=detail)

    def relay(self) -> Check:
        """Tell whether the relay came round lately."""
        silent = asyncio.get_running_loop().time() - self._relay.seen_at
        role = "leads" if self._relay.leads else "stands by"
        return Check(ok=silent < _RELAY_SILENT_SECONDS, detail=role)


def _seconds(pulse: Pulse) -> float:
    return pulse.seconds
