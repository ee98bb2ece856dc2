from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.services.notify.entrypoints.desk import Desk
from tests.services.notify.office import Office


@pytest.fixture
async def desk(office: Office, tmp_path: Path) -> AsyncIterator[Desk]:
    async with Desk(office, tmp_path).open() as opened:
        yield opened
