"""What tests need and a developer's machine may lack: skipped there, a failure in CI."""

import os
from pathlib import Path
from typing import NoReturn

import pytest

from shared.testing.servers import apache_kafka, kafka_jars
from shared.testing.servers.process import ServerError
from shared.testing.servers.promtool import promtool as fetched_promtool

ALL = "JIEDAO_TESTS_NEED_ALL"
_DATA = Path(__file__).parents[2] / "shared" / "data"


def lacks(what: str) -> NoReturn:
    """Skip the test that asks, or fail it where everything must be there."""
    if os.environ.get(ALL):
        pytest.fail(f"{ALL} is set, but {what}")
    pytest.skip(what)


def kafka() -> None:
    """Apache Kafka itself: tests that prove delivery cannot do with the embedded broker."""
    if not apache_kafka.can_run():
        lacks("there is no Java 17 with Maven, and this needs Apache Kafka itself")


def java() -> None:
    """Java, for what partners write in it."""
    if not (apache_kafka.have_java() and kafka_jars.have_maven()):
        lacks("there is no Java 17 with Maven, and this runs Java")


def promtool() -> Path:
    """Prometheus' own checker; it comes from Debian's package where it is not on PATH."""
    try:
        return fetched_promtool()
    except ServerError as error:
        lacks(str(error))


def real_data(name: str) -> Path:
    """A file of real data that nobody here wrote; it lies beside the project, not in it."""
    path = _DATA / name
    if not path.exists():
        lacks(f"{name} does not lie beside the project, in ../shared/data")
    return path
