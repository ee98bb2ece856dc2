"""A real store for the length of a test."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from shared.storage.mongo import MongoStore, connect


@asynccontextmanager
async def opened(url: str, database: str) -> AsyncIterator[MongoStore]:
    """Open a store on a running MongoDB and close its connection at the end."""
    client = connect(url)
    try:
        yield MongoStore(client, database)
    finally:
        client.close()
