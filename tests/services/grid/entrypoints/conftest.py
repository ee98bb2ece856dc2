import pytest

from tests.services.grid.block import Block
from tests.services.grid.entrypoints.office import Office


@pytest.fixture
def office(block: Block) -> Office:
    return Office(block)
