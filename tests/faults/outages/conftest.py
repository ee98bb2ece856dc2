from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.faults.chaos.stand import Stand
from tests.faults.outages.town import Town, opened


@pytest.fixture(scope="package")
async def town(server_home: Path, apache: None) -> AsyncIterator[Town]:
    """Servers, four services and their partners, for all tests of this package."""
    async with Stand(server_home / "outages") as stand, opened(stand) as begun:
        yield begun
