from collections.abc import AsyncIterator

import pytest

from tests.services.grid.block import Block, opened


@pytest.fixture
async def block() -> AsyncIterator[Block]:
    async with opened() as made:
        yield made
