"""What a service's OpenAPI document says holds, whatever is sent to it.

In the suite a few requests an operation; `make fuzz EXAMPLES=100` sends thousands.
"""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.events.catalogue import SERVICES
from shared.identity.issuer import Issuer
from shared.messaging.settings import BusSettings
from shared.testing.clock import SetClock
from shared.testing.servers.embedded_kafka import EmbeddedKafka
from tests.contracts.http.fuzzing import operations, tried
from tests.contracts.http.house import House
from tests.contracts.http.houses import built
from tests.contracts.http.seeds import seeded
from tests.contracts.http.serving import served


@pytest.fixture(params=SERVICES)
def house(
    request: pytest.FixtureRequest, tmp_path: Path, database: tuple[str, str]
) -> Iterator[House]:
    """Each service as it is put together for an office, over a store and a bus of its own."""
    service: str = request.param
    issuer = Issuer.create(tmp_path)
    # A line for each fault that was sent would bury what a failure says.
    logging.disable()
    # A bus of its own: what is announced here is nothing for other tests to hear.
    with EmbeddedKafka(tmp_path / "kafka") as kafka:
        bus = BusSettings(bootstrap=kafka.bootstrap)
        app = built(service, tmp_path, database, bus, SetClock())
        with served(app) as (url, loop):
            yield House(service, app, url, loop, issuer)
    logging.disable(logging.NOTSET)


def test_every_operation_of_a_service_keeps_what_its_document_says(house: House) -> None:
    found = tried(house, seeded(house))
    assert found.failures == [], "\n\n".join(found.failures)
    # Nothing was left out: each was called, by somebody of a role that may. (403 may still be the
    # answer: a task is begun by whoever signed for it.)
    assert set(found.answers) == operations(house)
    assert [label for label, told in found.answers.items() if set(told) == {"401"}] == []
