"""Taking turns: what replicas do while optimism does not pay.

Two replicas that write the same document with every batch (a day's counter, a board) would each
throw half of their work away. So who met a conflict takes turns for a while, by a lease on the
store. A turn only saves work: what is written stays guarded, and a turn that nobody gives back
ends by itself.
"""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from shared.ids import mint
from shared.storage.ports import Store, StoreAway

_NAME = "turn"
_POLITE_SECONDS = 10.0
_TURN_MS = 5000
_PATIENCE = 6.0
_LEAST_REST, _LONGEST_REST = 0.005, 0.03


class Turns:
    """One process's part in taking turns with the other writers of a store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._owner = mint()
        self._polite_until = float("-inf")
        self._here = asyncio.Lock()

    def met(self) -> None:
        """Say that another writer was met: take turns from now on, for some seconds."""
        self._polite_until = _time() + _POLITE_SECONDS

    @asynccontextmanager
    async def taken(self) -> AsyncIterator[None]:
        """Hold the turn, if turns are taken at present.

        Raises:
            StoreAway: the store cannot be asked for it.
        """
        if _time() >= self._polite_until:
            yield
            return
        async with self._here:
            await self._claimed()
            try:
                yield
            finally:
                await self._given_back()

    async def _claimed(self) -> None:
        until = _time() + _PATIENCE
        while await self._store.lease(_NAME, self._owner, _TURN_MS) is None:
            if _time() > until:
                return
            rest = random.uniform(_LEAST_REST, _LONGEST_REST)  # noqa: S311 - no secret
            await asyncio.sleep(rest)

    async def _given_back(self) -> None:
        try:
            await self._store.lease(_NAME, self._owner, 0)
        except StoreAway:
            return  # it ends by itself


def _time() -> float:
    # The loop's own clock, which a simulation may replace.
    return asyncio.get_running_loop().time()
