from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from pymongo import MongoClient

from tests.journeys.town import Town, town


@pytest.fixture(scope="session")
async def here(
    mongo_url: str, kafka_bootstrap: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Town]:
    """The town that all journeys share, each with its own people and matters."""
    home: Path = tmp_path_factory.mktemp("town")
    async with town(mongo_url, kafka_bootstrap, home) as opened:
        yield opened
    with MongoClient[dict[str, object]](mongo_url) as client:
        for name in client.list_database_names():
            if name.endswith(opened.run):
                client.drop_database(name)
