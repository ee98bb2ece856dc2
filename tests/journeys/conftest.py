from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest
from pymongo import MongoClient

from tests.journeys.keys import PartnerKeys
from tests.journeys.passing import next_week, town_at
from tests.journeys.town import Town, town

OPENED = datetime.fromisoformat("2026-06-21T09:00:00+08:00")


@pytest.fixture(scope="session")
async def here(
    mongo_url: str, kafka_bootstrap: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Town]:
    """The town that all journeys share, each with its own people and matters."""
    home: Path = tmp_path_factory.mktemp("town")
    async with town(mongo_url, kafka_bootstrap, home) as opened:
        yield opened
    _forget(mongo_url, opened)


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> PartnerKeys:
    """What partners keep to themselves: their private keys."""
    return PartnerKeys(tmp_path_factory.mktemp("partners"))


@pytest.fixture(scope="session")
async def unhurried(
    mongo_url: str, keys: PartnerKeys, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Town]:
    """A second town to share, in which time passes only where a journey says so."""
    home: Path = tmp_path_factory.mktemp("unhurried")
    async with town_at(mongo_url, home, OPENED, keys.registry) as opened:
        yield opened
    _forget(mongo_url, opened)


@pytest.fixture
async def week(unhurried: Town) -> Town:
    """The unhurried town on a Monday morning with four plain weeks ahead, whatever was before."""
    await next_week(unhurried)
    return unhurried


def _forget(mongo_url: str, opened: Town) -> None:
    with MongoClient[dict[str, object]](mongo_url) as client:
        for name in client.list_database_names():
            if name.endswith(opened.run):
                client.drop_database(name)
