"""The Kafka cluster that is built into librdkafka, in a process of its own.

It needs nothing but the wheel, keeps everything in memory (at most 5 MiB a partition) and knows
no CreateTopics. For tests and the sandbox only.
"""

import argparse
import asyncio
import ctypes
import re
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from aiokafka.consumer.group_coordinator import GroupCoordinator
from confluent_kafka import cimpl

from shared.testing.servers.process import ServerError
from shared.testing.servers.server import Server

PRODUCER = 0
REBALANCE_DELAY_MS = 200
FOLLOWERS_FIRST_S = 0.25


class EmbeddedKafka(Server):
    """One in-memory broker with the given topics (name → partitions); others are made on use.

    A start after a stop is an empty broker on another port.
    """

    limit = 20.0

    def __init__(self, home: Path, topics: Mapping[str, int] | None = None) -> None:
        super().__init__("the embedded Kafka", home, 0)
        self._topics = dict(topics or {})
        self._said = home / "bootstrap"

    @property
    def bootstrap(self) -> str:
        """host:port, once it is ready."""
        return self._said.read_text(encoding="ascii")

    def command(self) -> list[str]:
        """Return the command line; forgets the address of an earlier run."""
        self._said.unlink(missing_ok=True)
        topics = ",".join(f"{name}:{partitions}" for name, partitions in self._topics.items())
        here = "shared.testing.servers.embedded_kafka"
        return [sys.executable, "-m", here, "--topics", topics, "--port-file", str(self._said)]

    def ready(self) -> bool:
        """Say whether it has told its address."""
        return self._said.exists()


def let_followers_sync() -> None:
    """Make aiokafka groups of several members work on the embedded broker; call it once a process.

    The embedded broker refuses a follower's SyncGroup that comes after the leader's, so the leader
    waits a moment. Not needed on Apache Kafka, and harmless there but for the delay.
    """
    original = GroupCoordinator._perform_assignment  # noqa: SLF001 - aiokafka has no hook for it
    if getattr(original, "followers_first", False):
        return

    async def patient(self: Any, *args: Any, **named: Any) -> Any:
        assignment = await original(self, *args, **named)
        await asyncio.sleep(FOLLOWERS_FIRST_S)
        return assignment

    patient.followers_first = True  # type: ignore[attr-defined]
    GroupCoordinator._perform_assignment = patient  # noqa: SLF001


def _librdkafka() -> ctypes.CDLL:
    # The library that the driver's module has already loaded, wherever the wheel keeps it.
    maps = Path("/proc/self/maps").read_text(encoding="utf-8")
    found = re.search(r"(/\S*librdkafka\S*)", maps)
    library = ctypes.CDLL(found.group(1) if found else cimpl.__file__)
    library.rd_kafka_new.restype = ctypes.c_void_p
    library.rd_kafka_new.argtypes = [
        ctypes.c_int,
        ctypes.c_void_p,
        ctypes.c_char_p,
        ctypes.c_size_t,
    ]
    library.rd_kafka_mock_cluster_new.restype = ctypes.c_void_p
    library.rd_kafka_mock_cluster_new.argtypes = [ctypes.c_void_p, ctypes.c_int]
    library.rd_kafka_mock_cluster_bootstraps.restype = ctypes.c_char_p
    library.rd_kafka_mock_cluster_bootstraps.argtypes = [ctypes.c_void_p]
    delay = library.rd_kafka_mock_group_initial_rebalance_delay_ms
    delay.argtypes = [ctypes.c_void_p, ctypes.c_int32]
    create = library.rd_kafka_mock_topic_create
    create.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int, ctypes.c_int]
    return library


def open_cluster(topics: Mapping[str, int]) -> str:
    """Open the cluster in this process, until its end, and return host:port."""
    library = _librdkafka()
    reason = ctypes.create_string_buffer(512)
    owner = library.rd_kafka_new(PRODUCER, None, reason, len(reason))
    cluster = library.rd_kafka_mock_cluster_new(owner, 1) if owner else None
    if not cluster:
        raise ServerError(f"librdkafka opens no cluster: {reason.value.decode()}")
    library.rd_kafka_mock_group_initial_rebalance_delay_ms(cluster, REBALANCE_DELAY_MS)
    for name, partitions in topics.items():
        if library.rd_kafka_mock_topic_create(cluster, name.encode(), partitions, 1):
            raise ServerError(
                f"The embedded Kafka refuses topic {name} of {partitions} partitions."
            )
    bootstrap: bytes = library.rd_kafka_mock_cluster_bootstraps(cluster)
    return bootstrap.decode()


def _topics(text: str) -> dict[str, int]:
    pairs = (entry.rpartition(":") for entry in text.split(",") if entry)
    return {name: int(partitions) for name, _, partitions in pairs}


def main() -> None:
    """Serve until SIGTERM or SIGINT."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--topics", type=_topics, default={}, metavar="NAME:PARTITIONS,…")
    parser.add_argument("--port-file", type=Path, required=True, help="where to write host:port")
    asked = parser.parse_args()
    ends = {signal.SIGTERM, signal.SIGINT}
    signal.pthread_sigmask(signal.SIG_BLOCK, ends)  # before librdkafka starts its threads
    half = asked.port_file.with_suffix(".half")
    half.write_text(open_cluster(asked.topics), encoding="ascii")
    half.rename(asked.port_file)
    signal.sigwait(ends)


if __name__ == "__main__":
    main()
