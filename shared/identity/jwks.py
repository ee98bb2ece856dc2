"""The issuer's public keys, from a dict, a file or a URL; fetched lazily, kept, refreshed."""

import asyncio
import json
import logging
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from shared.clock import Clock
from shared.identity.refusals import keys_away

_log = logging.getLogger("jiedao.identity")
_FRESH = timedelta(minutes=10)
# Keys outlive a short absence of the issuer, but not a long one: a withdrawn key must end.
_USABLE = timedelta(hours=1)
# An unknown key id asks for new keys, but nobody may make us ask all the time.
_PAUSE = timedelta(seconds=30)
_SHORT_PAUSE = timedelta(seconds=2)
_TIME_LIMIT = aiohttp.ClientTimeout(total=5)
_LARGEST = 256 * 1024


class KeySource:
    """Gives the key set; fails closed.

    Args:
        source: a JWKS as dict, the path of a JWKS file, or an http(s) URL.
        clock: tells how old the keys are.
    """

    def __init__(self, source: dict[str, Any] | Path | str, clock: Clock) -> None:
        self._source = source
        self._clock = clock
        self._keys: KeySet | None = None
        self._read_at: datetime | None = None
        self._tried_at: datetime | None = None
        self._lock = asyncio.Lock()

    async def get(self) -> KeySet:
        """Return the keys; raise `KeysAway` when there are none or they are too old."""
        async with self._lock:
            if not self._younger(self._read_at, _FRESH) and not self._resting():
                await self._refresh()
        if self._keys is None or not self._younger(self._read_at, _USABLE):
            raise keys_away()
        return self._keys

    async def get_again(self) -> KeySet:
        """Return the keys after looking for new ones, at most once in 30 seconds."""
        async with self._lock:
            if not self._younger(self._tried_at, _PAUSE):
                await self._refresh()
        return await self.get()

    def _younger(self, instant: datetime | None, age: timedelta) -> bool:
        return instant is not None and self._clock.now() - instant < age

    def _resting(self) -> bool:
        # A failed refresh is not repeated at every request; without keys, sooner.
        return self._younger(self._tried_at, _PAUSE if self._keys else _SHORT_PAUSE)

    async def _refresh(self) -> None:
        self._tried_at = self._clock.now()
        try:
            self._keys = KeySet.import_key_set(await self._read())
            self._read_at = self._tried_at
        except (aiohttp.ClientError, OSError, TimeoutError, JoseError) as error:
            _log.warning("the issuer's keys cannot be read: %s", type(error).__name__)
        except (ValueError, TypeError, KeyError, AttributeError):
            _log.warning("the issuer's keys are not a JWKS document")

    async def _read(self) -> Any:
        if isinstance(self._source, dict):
            return self._source
        text = str(self._source)
        if text.startswith(("http://", "https://")):
            return json.loads(await _fetch(text))
        return json.loads(await asyncio.to_thread(Path(text).read_bytes))


async def _fetch(url: str) -> bytes:
    async with (
        aiohttp.ClientSession(timeout=_TIME_LIMIT) as session,
        session.get(url, allow_redirects=False, raise_for_status=True) as answer,
    ):
        raw = bytearray()
        async for chunk in answer.content.iter_chunked(16_384):
            raw += chunk
            if len(raw) > _LARGEST:
                raise ValueError("the JWKS document is too large")
        return bytes(raw)
