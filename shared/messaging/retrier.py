"""The retrier: a service tries by itself what waits in its lanes, when it falls due."""

import asyncio
import logging
from typing import Any

from shared.clock import Clock
from shared.messaging.lanes import LANES
from shared.messaging.replaying import UNCHANGED, Replays
from shared.messaging.settling import By
from shared.observability.pulse import Pulse
from shared.storage.ports import Store, StoreAway

_log = logging.getLogger("jiedao.retrier")
_LANES = 50
_LONGEST_SLEEP = 1.0


class Retrier:
    """Replays the lanes of one service; any number of replicas may run it.

    Each step is guarded by the versions of lane and entry: of two replicas, or of a replica and an
    operator, exactly one makes it. No lease spares a replica the work: what one whose clock is
    ahead has put off, one whose clock is behind would let wait for as long.
    """

    def __init__(self, store: Store, replays: Replays[Any], clock: Clock) -> None:
        self.pulse = Pulse()
        self._store = store
        self._replays = replays
        self._clock = clock

    async def serve(self) -> None:
        """Try what falls due, for as long as the service lives."""
        while True:
            try:
                pause = await self.retry_due()
            except StoreAway as error:
                _log.warning("lanes wait for the store: %s", error)
                pause = _LONGEST_SLEEP
            if pause > 0:
                await asyncio.sleep(pause)

    async def retry_due(self) -> float:
        """Try the lanes that are due; return the seconds until there may be another."""
        rows = await self._store.earliest(LANES.name, "retry_at", _LANES)
        lanes = [LANES.decode(row) for row in rows]
        due = [lane.id for lane in lanes if lane.retry_at <= self._clock.now()]
        # Together, so that they share transactions; each lane keeps its own order.
        with self.pulse.beat():
            tried = await asyncio.gather(*(self._replays.lane(id_, By()) for id_ in due))
        replayed = [one for lane in tried for one in lane]
        moved = any(one.outcome != UNCHANGED for one in replayed)
        await self._replays.paced(len(replayed))
        if due or not lanes:
            return 0 if moved else _LONGEST_SLEEP
        wait = (lanes[0].retry_at - self._clock.now()).total_seconds()
        return min(max(wait, 0.001), _LONGEST_SLEEP)
