"""How load and faults go forward together: neither runs ahead of the other."""

import asyncio


class Course:
    """Lets a part of the load go between one fault and the next.

    Args:
        events: how many events there are to send.
        faults: how many faults fall into them.
    """

    def __init__(self, events: int, faults: int) -> None:
        self.done = 0
        self._events = events
        self._faults = faults
        self._wanted = 0
        self._moved = asyncio.Condition()

    async def may_send(self, count: int) -> None:
        """Return when so many events in all may be sent: when the faults before them are done."""
        async with self._moved:
            self._wanted = count
            self._moved.notify_all()
            await self._moved.wait_for(lambda: self._wanted <= self._allowed())

    async def fault_due(self) -> None:
        """Return when enough events are on their way for the next fault."""
        async with self._moved:
            await self._moved.wait_for(lambda: self._wanted >= self._due())

    async def fault_done(self) -> None:
        """Take note of it: the next part of the load may go."""
        async with self._moved:
            self.done += 1
            self._moved.notify_all()

    def _allowed(self) -> int:
        if self.done >= self._faults:
            return self._events
        return self._events * (self.done + 1) // (self._faults + 1)

    def _due(self) -> float:
        return self._events * (self.done + 0.5) / (self._faults + 1)
