import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from shared.testing.servers import apache_kafka
from tests.faults.chaos.stand import Stand
from tests.faults.outages.town import Town, opened


@pytest.fixture(scope="package")
async def town(server_home: Path) -> AsyncIterator[Town]:
    """Servers, four services and their partners, for all tests of this package."""
    if not apache_kafka.can_run() and not os.environ.get("JIEDAO_TESTS_NEED_KAFKA"):
        pytest.skip("no Java 17 with Maven here: a bus that comes back needs Apache Kafka")
    async with Stand(server_home / "outages") as stand, opened(stand) as begun:
        yield begun
