"""The ground of one benchmark: a broker and a mongod of its own, and what they cost."""

import contextlib
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pymongo import MongoClient

from deploy.sandbox.environment import APACHE_WAITS, EMBEDDED_WAITS
from shared.testing.servers.apache_kafka import ApacheKafka
from shared.testing.servers.embedded_kafka import EmbeddedKafka
from shared.testing.servers.mongo import Mongo
from shared.testing.servers.topics import create_topics

APACHE = "Apache Kafka"
EMBEDDED = "embedded broker"
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Ground:
    """Where the peers run; `pids` by name of the server."""

    broker: str
    bootstrap: str
    mongo_url: str
    home: Path
    waits: Mapping[str, str]
    pids: Mapping[str, int]

    @property
    def environment(self) -> dict[str, str]:
        """What a process of ours is told of the bus."""
        return {"KAFKA_BOOTSTRAP": self.bootstrap, **self.waits}

    def topics(self, names: Mapping[str, int]) -> None:
        """Create topics (name → partitions); the embedded broker makes them at first use."""
        if self.broker == APACHE:
            create_topics(self.bootstrap, names)

    def drop(self, database: str) -> None:
        """Remove what a round has stored."""
        with MongoClient[dict[str, object]](self.mongo_url) as client:
            client.drop_database(database)


@contextmanager
def ground(broker: str = APACHE, cache_gb: float = 0.25) -> Iterator[Ground]:
    """Start both servers and end them; `cache_gb` is mongod's.

    Raises:
        ServerError: one cannot be had; the message says how to mend that.
    """
    with contextlib.ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="jiedao-bench-")))
        kafka = ApacheKafka(home / "kafka") if broker == APACHE else EmbeddedKafka(home / "kafka")
        stack.enter_context(kafka)
        mongo = stack.enter_context(Mongo(home / "mongo", cache_gb=cache_gb))
        waits = APACHE_WAITS if broker == APACHE else EMBEDDED_WAITS
        pids = {"broker": kafka.pid or 0, "mongod": mongo.pid or 0}
        yield Ground(broker, kafka.bootstrap, mongo.url, home, waits, pids)


def cpu_seconds(pid: int) -> float:
    """Return what a process has used so far; 0 for one that has ended."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0.0
    user, system = stat.rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / _TICKS
