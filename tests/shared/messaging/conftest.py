"""One town to mend in, on the store in memory and on a real one."""

from collections.abc import AsyncIterator

import pytest

from shared.messaging.lanes import LANES
from shared.storage.ports import Store
from shared.testing.memory import MemoryStore
from shared.testing.stores import opened
from tests.shared.messaging.mending_toy import Town, serving


@pytest.fixture(params=["memory", "mongo"])
async def store(request: pytest.FixtureRequest) -> AsyncIterator[Store]:
    if request.param == "memory":
        yield MemoryStore()
        return
    async with opened(*request.getfixturevalue("database")) as real:
        await real.database.create_collection(LANES.name)
        yield real


@pytest.fixture
async def town(store: Store) -> AsyncIterator[Town]:
    here = Town(store)
    async with serving(here):
        yield here
