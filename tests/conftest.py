"""Servers for every test that asks: started once a session, ended by pid."""

import os
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from pymongo import MongoClient

from shared.testing.servers import apache_kafka
from shared.testing.servers.apache_kafka import ApacheKafka
from shared.testing.servers.embedded_kafka import EmbeddedKafka, let_followers_sync
from shared.testing.servers.mongo import Mongo, given_url
from tests import needs

# How long an example takes says how busy the machine is; benchmarks/ measure speed.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def server_home() -> Iterator[Path]:
    """A directory that goes with the session: pytest's own would pile up database files."""
    with tempfile.TemporaryDirectory(prefix="jiedao-test-") as home:
        yield Path(home)


@pytest.fixture(scope="session")
def mongo_url(server_home: Path) -> Iterator[str]:
    """The URL of a real replica set: JIEDAO_MONGO_URL, or one mongod for the session."""
    given = given_url()
    if given:
        yield given
        return
    with Mongo(server_home / "mongo") as mongo:
        yield mongo.url


@pytest.fixture
def database(mongo_url: str) -> Iterator[tuple[str, str]]:
    """(URL, name) of an empty database of this test's own, dropped afterwards."""
    name = f"test-{uuid.uuid4().hex[:16]}"
    yield mongo_url, name
    with MongoClient[dict[str, Any]](mongo_url) as client:
        client.drop_database(name)


@pytest.fixture(scope="session")
def apache() -> None:
    """What Apache Kafka needs, for tests that only it can serve."""
    needs.kafka()


@pytest.fixture(scope="session")
def promtool() -> Path:
    """Prometheus' own checker."""
    return needs.promtool()


@pytest.fixture(scope="session")
def kafka_bootstrap(server_home: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """host:port of Apache Kafka, or of the embedded broker where Java or Maven is missing."""
    given = apache_kafka.given_bootstrap()
    if given:
        yield given
    elif apache_kafka.can_run():
        with ApacheKafka(server_home / "kafka") as kafka:
            yield kafka.bootstrap
    elif os.environ.get(needs.ALL):
        needs.lacks("there is no Java 17 with Maven")
    else:
        _say(request, "no Java 17 with Maven here: Kafka tests run on the embedded broker")
        let_followers_sync()
        with EmbeddedKafka(server_home / "kafka") as embedded:
            yield embedded.bootstrap


def _say(request: pytest.FixtureRequest, line: str) -> None:
    plugins = request.config.pluginmanager
    terminal, capture = plugins.get_plugin("terminalreporter"), plugins.get_plugin("capturemanager")
    if terminal is not None and capture is not None:
        with capture.global_and_fixture_disabled():
            terminal.write_line(line)
