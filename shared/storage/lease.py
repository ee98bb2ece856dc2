"""A lease on the store's clock: of all replicas, one does the work."""

import asyncio
import contextlib

from shared.ids import mint
from shared.storage.ports import Store, StoreAway

_LEAVING_SECONDS = 1.0


class Lease:
    """One replica's part in the competition for a lease.

    It tells who works, and proves nothing: a holder that slept past its end still believes in it
    until it looks. What it writes must be guarded.

    Args:
        store: which keeps the lease, by its own clock.
        name: of the lease.
        ttl_ms: how long a holder that fell silent is waited for, in milliseconds.
    """

    def __init__(self, store: Store, name: str, ttl_ms: int) -> None:
        self.owner = mint()
        self.epoch: int | None = None
        self._store = store
        self._name = name
        self._ttl_ms = ttl_ms
        self._trusted_until = float("-inf")

    @property
    def is_held(self) -> bool:
        """Whether this replica may work now."""
        return _time() < self._trusted_until

    @property
    def patience(self) -> float:
        """Seconds after which one who stands by asks again."""
        return self._ttl_ms / 3000

    async def hold(self) -> bool:
        """Take the lease, or renew it when a third is gone; return whether it is held.

        Raises StoreAway.
        """
        # Trusted for two thirds, so that a slow reply errs safely.
        asked = _time()
        if asked >= self._trusted_until - self.patience:
            self.epoch = await self._store.lease(self._name, self.owner, self._ttl_ms)
            held = self.epoch is not None
            self._trusted_until = asked + 2 * self.patience if held else float("-inf")
        return self.is_held

    async def leave(self) -> None:
        """Give it up, so that another need not wait for its end."""
        if not self.is_held:
            return
        self._trusted_until = float("-inf")
        with contextlib.suppress(StoreAway, TimeoutError):
            async with asyncio.timeout(_LEAVING_SECONDS):
                await self._store.lease(self._name, self.owner, 0)


def _time() -> float:
    return asyncio.get_running_loop().time()
