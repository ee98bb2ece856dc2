from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.services.intake.entrypoints.edge import Edge, serving


@pytest.fixture
async def edge(tmp_path: Path) -> AsyncIterator[Edge]:
    """Intake's routes over an empty desk."""
    async with serving(tmp_path) as served:
        yield served
