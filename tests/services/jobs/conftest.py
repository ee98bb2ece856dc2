import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest

from tests.services.jobs.station import Station


@pytest.fixture
async def station() -> AsyncIterator[Station]:
    """The day-labour station on the store in memory."""
    opened = Station()
    serving = asyncio.create_task(opened.commands.serve())
    yield opened
    serving.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await serving
