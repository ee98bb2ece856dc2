from collections.abc import AsyncIterator

import pytest

from shared.storage.mongo import MongoStore, connect
from shared.storage.ports import Store
from shared.testing.memory import MemoryStore


@pytest.fixture(params=["memory", "mongo"])
async def store(request: pytest.FixtureRequest) -> AsyncIterator[Store]:
    """The fake and the real store, under one suite."""
    if request.param == "memory":
        yield MemoryStore()
        return
    url, name = request.getfixturevalue("database")
    client = connect(url)
    yield MongoStore(client, name)
    client.close()
