"""A real Apache Kafka of one node (KRaft), run from Maven's jars: needs Java 17, no container."""

import base64
import os
import re
import shutil
import subprocess
from pathlib import Path

from confluent_kafka import KafkaException
from confluent_kafka.admin import AdminClient

from shared.testing.servers.kafka_jars import have_maven, jars, jars_are_here
from shared.testing.servers.process import LOCALHOST, ServerError, free_port, listens
from shared.testing.servers.server import Server

OLDEST_JAVA = 17
MEND = "install Java 17 and Maven, or leave BUS unset for the embedded broker"
CLUSTER_ID = base64.urlsafe_b64encode(b"jiedao-one-node!").decode().rstrip("=")
FORMAT_LIMIT = 60


def given_bootstrap() -> str | None:
    """Return the Kafka that JIEDAO_KAFKA_BOOTSTRAP names; it is used as it is, never stopped."""
    return os.environ.get("JIEDAO_KAFKA_BOOTSTRAP") or None


def have_java() -> bool:
    """Say whether a Java that can run the broker is on PATH."""
    java = shutil.which("java")
    if java is None:
        return False
    said = subprocess.run(  # noqa: S603 - found on PATH
        [java, "-version"], check=False, capture_output=True, text=True, stdin=subprocess.DEVNULL
    )
    version = re.search(r'version "(\d+)', said.stderr)
    return version is not None and int(version.group(1)) >= OLDEST_JAVA


def can_run() -> bool:
    """Say whether `ApacheKafka` can start here."""
    return have_java() and (jars_are_here() or have_maven())


class ApacheKafka(Server):
    """One broker and controller with its data in `home`; start again keeps port and data."""

    def __init__(self, home: Path, port: int | None = None) -> None:
        super().__init__("Kafka", home, port or free_port())
        self.bootstrap = f"{LOCALHOST}:{self.port}"

    def command(self) -> list[str]:
        """Fetch the jars and format the directory if need be; return the command line.

        Raises:
            ServerError: no Java, no Maven, or the jars cannot be fetched.
        """
        if not have_java():
            raise ServerError(f"Kafka needs Java {OLDEST_JAVA} or newer: {MEND}.")
        if not (jars_are_here() or have_maven()):
            raise ServerError(f"Kafka's jars are fetched by Maven, which is missing: {MEND}.")
        java = ["java", "-Xmx384m", "-XX:+UseSerialGC", "-cp", f"{jars()}/*"]
        settings = self.home / "server.properties"
        settings.write_text(self._settings())
        if not (self.home / "data" / "meta.properties").exists():
            self._format([*java, "kafka.tools.StorageTool", "format"], settings)
        return [*java, "kafka.Kafka", str(settings)]

    def ready(self) -> bool:
        """Say whether the broker answers with its metadata."""
        return listens(self.port) and _answers(self.bootstrap)

    def last_words(self) -> str:
        """Return the log's first line that names a fault, not the end of a stack trace."""
        named = [line for line in self.said() if re.match(r"[\w.$]+(Exception|Error): ", line)]
        return named[0][:300] if named else super().last_words()

    def _settings(self) -> str:
        controller = free_port()
        values = {
            "process.roles": "broker,controller",
            "node.id": "1",
            "controller.quorum.voters": f"1@{LOCALHOST}:{controller}",
            "controller.listener.names": "CONTROLLER",
            "listeners": f"PLAINTEXT://{self.bootstrap},CONTROLLER://{LOCALHOST}:{controller}",
            "advertised.listeners": f"PLAINTEXT://{self.bootstrap}",
            "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
            "log.dirs": str(self.home / "data"),
            "offsets.topic.replication.factor": "1",
            "offsets.topic.num.partitions": "4",
            "transaction.state.log.replication.factor": "1",
            "transaction.state.log.min.isr": "1",
            "transaction.state.log.num.partitions": "4",
            # A restarted broker must wait until its own old session is over: 9 s by default.
            "broker.session.timeout.ms": "3000",
            "broker.heartbeat.interval.ms": "500",
            "group.initial.rebalance.delay.ms": "0",
            # Tests that kill consumers need not wait the least of 6 s until one counts as dead.
            "group.min.session.timeout.ms": "1000",
            "auto.create.topics.enable": "false",
        }
        return "".join(f"{name}={value}\n" for name, value in values.items())

    def _format(self, command: list[str], settings: Path) -> None:
        done = subprocess.run(  # noqa: S603 - the command is ours
            [*command, "-t", CLUSTER_ID, "-c", str(settings)],
            check=False,
            capture_output=True,
            text=True,
            timeout=FORMAT_LIMIT,
            stdin=subprocess.DEVNULL,
        )
        if done.returncode:
            said = (done.stderr or done.stdout).strip().splitlines() or ["no reason given"]
            raise ServerError(f"Kafka cannot format {self.home}: {said[-1][:300]}")


def _answers(bootstrap: str) -> bool:
    client = AdminClient({"bootstrap.servers": bootstrap, "log_level": 0})
    try:
        return bool(client.list_topics(timeout=2).brokers)
    except KafkaException:
        return False
