"""How often one address, or one code, may ask: bounded in memory, for each replica alone."""

import ipaddress
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

from shared.values import Refusal

_MOST_KEYS = 20_000
_V6_NETWORK = 64


class TooMany(Refusal):
    """Somebody asks too often; `retry_after` says when to come back, in seconds."""

    status = 429

    def __init__(self, retry_after: int) -> None:
        super().__init__(
            "too-many",
            f"查询过于频繁，请在 {retry_after} 秒后再试；也可到窗口或打电话查询。",
            f"You ask too often; try again in {retry_after} seconds, or ask at a counter.",
        )
        self.retry_after = retry_after


@dataclass(frozen=True)
class Pace:
    """So many in so many seconds; used up, they come back one by one, evenly."""

    most: int
    seconds: float


class Turnstile:
    """Lets a key through at a pace (GCRA: one number a key).

    Args:
        pace: how often.
        now: seconds of a clock that never goes back.
        keys: how many keys are remembered; beyond that, whoever asked longest ago is forgotten.
    """

    def __init__(
        self, pace: Pace, now: Callable[[], float] = time.monotonic, keys: int = _MOST_KEYS
    ) -> None:
        self._pace = pace
        self._now = now
        self._keys = keys
        self._free_at: OrderedDict[str, float] = OrderedDict()

    def pass_or_refuse(self, key: str) -> None:
        """Count one try; raise `TooMany`, which counts none."""
        now, step = self._now(), self._pace.seconds / self._pace.most
        free_at = max(self._free_at.get(key, now), now)
        wait = free_at + step - now - self._pace.seconds
        if wait > step / 1000:
            raise TooMany(ceil(wait))
        self._free_at[key] = free_at + step
        self._free_at.move_to_end(key)
        if len(self._free_at) > self._keys:
            self._free_at.popitem(last=False)


def network_of(host: str | None) -> str:
    """Return what counts as one address: an IPv4 address, or the /64 that one customer has."""
    try:
        address = ipaddress.ip_address(host or "")
    except ValueError:
        return "unknown"
    if address.version == 4:  # noqa: PLR2004 - the two versions there are
        return str(address)
    return str(ipaddress.ip_network((address, _V6_NETWORK), strict=False))
