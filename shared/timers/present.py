"""The present, as the server tells it: what is due, and for how long already."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from shared.clock import Clock, pace_of
from shared.storage.agenda import Agenda


@dataclass(frozen=True)
class Present:
    """One look at the server's clock.

    Args:
        at: what the service's clock shows at the server's instant.
        pace: how many seconds that clock moves in a real one; 0 where it stands still.
        looked: the event loop's time of the look, in seconds.
    """

    at: datetime
    pace: float
    looked: float

    @classmethod
    async def look(cls, agenda: Agenda, clock: Clock) -> Self:
        """Ask the server; raise `StoreAway`."""
        server = await agenda.now()
        # Taken after the answer: what the question took must not count as having passed.
        return cls(clock.of(server), pace_of(clock, server), asyncio.get_running_loop().time())

    def seconds_to(self, instant: datetime) -> float | None:
        """Return the real seconds from the look to an instant; None where time stands still."""
        away = (instant - self.at).total_seconds()
        return away / self.pace if self.pace else None

    def lateness(self, due_at: datetime) -> float:
        """Return the real seconds that have passed since an instant; 0 where time stands still."""
        away = self.seconds_to(due_at)
        if away is None:
            return 0.0
        return max(asyncio.get_running_loop().time() - self.looked - away, 0.0)
