"""The board: wakes the inbox streams of this process when an inbox has grown."""

import asyncio
import contextlib
from collections.abc import Iterator
from contextlib import contextmanager

from services.notify.application.screens import Inboxes
from shared.storage.ports import StoreAway

_POLL_SECONDS = 1.0


class Board:
    """One look at the store serves all streams, after each commit here and once a second.

    The second is for what other replicas commit.
    """

    def __init__(self, inboxes: Inboxes) -> None:
        self._inboxes = inboxes
        self._bells: dict[str, set[asyncio.Event]] = {}
        self._last: dict[str, int] = {}
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Say that something was committed."""
        self._woken.set()

    @contextmanager
    def listening(self, staff: str) -> Iterator[asyncio.Event]:
        """Give a bell that rings when this inbox has grown; clear it before reading."""
        bell = asyncio.Event()
        self._bells.setdefault(staff, set()).add(bell)
        try:
            yield bell
        finally:
            self._bells[staff].discard(bell)
            if not self._bells[staff]:
                del self._bells[staff]
                self._last.pop(staff, None)

    async def serve(self) -> None:
        """Look, for as long as the service lives."""
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_POLL_SECONDS):
                    await self._woken.wait()
            self._woken.clear()
            with contextlib.suppress(StoreAway):
                await self.look()

    async def look(self) -> None:
        """Ring the bells of the inboxes that have grown."""
        staff = list(self._bells)
        if not staff:
            return
        for ref, last in (await self._inboxes.last_numbers(staff)).items():
            if self._last.get(ref) == last:
                continue
            self._last[ref] = last
            for bell in self._bells.get(ref, ()):
                bell.set()
