"""The service's own topic as a log that is read from any place, by nobody's group."""

import asyncio
import contextlib
from collections.abc import Mapping
from typing import Protocol

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from shared.events.base import topic_of
from shared.events.codec import BUS_MAX_BYTES
from shared.messaging.bus import BusAway
from shared.messaging.security import connection
from shared.messaging.settings import BusSettings
from shared.register.state import Part, Parts

_PATIENCE_SECONDS = 15.0
_CLOSE_SECONDS = 2.0


class Log(Protocol):
    """Reads one topic, all of its partitions."""

    async def read(self, positions: Mapping[str, int], limit: int, wait_ms: int) -> Parts:
        """Return what stands at these offsets (0 where none is named), after at most `wait_ms`.

        `begin` and `end` of the log are asked after its records, so a jump over records that
        were dropped meanwhile shows. Raises `BusAway`.
        """
        ...

    async def close(self) -> None:
        """Let go of the connection."""
        ...


class KafkaLog:
    """`Log` on a consumer without a group, connected at first use and again after a failure."""

    def __init__(self, service: str, settings: BusSettings) -> None:
        self._topic = topic_of(service)
        self._client_id = f"jiedao-{service}-register"
        self._settings = settings
        self._consumer: AIOKafkaConsumer | None = None
        self._next: dict[TopicPartition, int] = {}

    async def read(self, positions: Mapping[str, int], limit: int, wait_ms: int) -> Parts:
        """Return records and bounds; after a failure the connection is made anew."""
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS):
                return await self._read(positions, limit, wait_ms)
        except (KafkaError, OSError) as error:
            await self.close()
            raise BusAway(type(error).__name__) from error

    async def close(self) -> None:
        """Let go of the connection; a bus that is gone is not waited for."""
        consumer, self._consumer = self._consumer, None
        if consumer is None:
            return
        with contextlib.suppress(KafkaError, OSError):
            async with asyncio.timeout(_CLOSE_SECONDS):
                await consumer.stop()

    async def _read(self, positions: Mapping[str, int], limit: int, wait_ms: int) -> Parts:
        consumer = self._consumer or await self._connect()
        wanted = {tp: positions.get(str(tp.partition), 0) for tp in consumer.assignment()}
        for tp, at in wanted.items():
            if self._next.get(tp) != at:
                consumer.seek(tp, at)
        self._next = dict(wanted)
        found = await consumer.getmany(*wanted, timeout_ms=wait_ms, max_records=limit)
        begins = await consumer.beginning_offsets(list(wanted))
        ends = await consumer.end_offsets(list(wanted))
        parts: dict[str, Part] = {}
        for tp, at in wanted.items():
            # A new assignment (partitions were added) may have moved it back meanwhile.
            lines = tuple((r.offset, r.value) for r in found.get(tp, ()) if r.offset >= at)
            parts[str(tp.partition)] = Part(lines, begins[tp], ends[tp])
            self._next[tp] = lines[-1][0] + 1 if lines else at
        return parts

    async def _connect(self) -> AIOKafkaConsumer:
        consumer = AIOKafkaConsumer(
            self._topic,
            bootstrap_servers=self._settings.bootstrap,
            client_id=self._client_id,
            group_id=None,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            fetch_max_wait_ms=self._settings.fetch_wait_ms,
            fetch_max_bytes=BUS_MAX_BYTES,
            max_partition_fetch_bytes=BUS_MAX_BYTES,
            **connection(self._settings),
        )
        try:
            await consumer.start()
        except BaseException:
            await consumer.stop()
            raise
        self._consumer, self._next = consumer, {}
        return consumer
