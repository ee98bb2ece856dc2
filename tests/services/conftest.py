"""What the tests of every service share."""

from collections.abc import AsyncIterator

import pytest

from shared.storage.mongo import MongoStore
from shared.testing.stores import opened


@pytest.fixture
async def real_store(database: tuple[str, str]) -> AsyncIterator[MongoStore]:
    """A store on a real replica set, in an empty database of this test's own."""
    async with opened(*database) as store:
        yield store
