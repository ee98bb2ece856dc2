"""The publisher: partners that send at a bounded rate, and again until they are acknowledged."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from tests.faults.chaos.load import Said

_TICKS = 20
_FIRST_PAUSE = 0.2
_LONGEST_PAUSE = 2.0
_ANSWER_SECONDS = 20.0


class Publisher:
    """Publishes a load, in order for each key; `sent` holds the keys of valid events.

    Args:
        bootstrap: where the bus is.
        rate: events a second, at most.
        may_send: awaited with a number before so many in all are sent; faults hold the load
            back with it, so that they all fall into it.
    """

    def __init__(
        self, bootstrap: str, rate: float, may_send: Callable[[int], Awaitable[None]]
    ) -> None:
        self.count = 0
        self.sent: set[str] = set()
        self._bootstrap = bootstrap
        self._rate = rate
        self._may_send = may_send
        self._open: AIOKafkaProducer | None = None

    async def publish(self, load: Iterable[Said]) -> None:
        """Return when every event is acknowledged."""
        most = max(int(self._rate / _TICKS), 1)
        waiting: list[Said] = []
        for said in load:
            waiting.append(said)
            if len(waiting) == most:
                await self._send(waiting)
                waiting = []
        await self._send(waiting)

    async def _send(self, group: list[Said]) -> None:
        await self._may_send(self.count + len(group))
        tick = asyncio.create_task(asyncio.sleep(len(group) / self._rate))
        pause = _FIRST_PAUSE
        # A group that was not acknowledged is sent again, whole and in its order, as a partner
        # would: what had arrived is then a repetition.
        while not await self._acknowledged(group):
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)
        self.count += len(group)
        self.sent |= {said.event for said in group if said.event is not None}
        await tick

    async def _acknowledged(self, group: list[Said]) -> bool:
        try:
            async with asyncio.timeout(_ANSWER_SECONDS):
                producer = await self._producer()
                futures = [await _begun(producer, said) for said in group]
                await asyncio.gather(*futures)
        except (KafkaError, OSError):
            await self.close()
            return False
        return True

    async def _producer(self) -> AIOKafkaProducer:
        if self._open is None:
            # Kept before it is connected: what could not connect must be closed as well.
            self._open = AIOKafkaProducer(
                bootstrap_servers=self._bootstrap,
                acks="all",
                enable_idempotence=True,
                linger_ms=5,
                request_timeout_ms=5000,
            )
            await self._open.start()
        return self._open

    async def close(self) -> None:
        """Let go of the bus."""
        producer, self._open = self._open, None
        if producer is not None:
            with suppress(KafkaError, OSError, TimeoutError):
                await asyncio.wait_for(producer.stop(), 2)


async def _begun(producer: AIOKafkaProducer, said: Said) -> "asyncio.Future[object]":
    begun: asyncio.Future[object] = await producer.send(
        said.topic, said.value, key=said.key, headers=said.headers
    )
    return begun
