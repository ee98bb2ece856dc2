from collections.abc import AsyncIterator

import pytest

from shared.storage.ports import Store
from shared.testing.memory import MemoryStore
from shared.testing.stores import opened
from tests.shared.register.house import House


@pytest.fixture(params=["memory", "mongo"])
async def store(request: pytest.FixtureRequest) -> AsyncIterator[Store]:
    """The fake and the real store."""
    if request.param == "memory":
        yield MemoryStore()
        return
    async with opened(*request.getfixturevalue("database")) as real:
        yield real


@pytest.fixture
def house(store: Store) -> House:
    return House(store)
