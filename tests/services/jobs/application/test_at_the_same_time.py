"""Two transactions that take in a seeker and a post at once: the one that loses looks again."""

import asyncio
from collections.abc import Mapping

from services.jobs.domain.matches import MatchState
from shared.service.tasks import cancelled
from shared.storage.ports import Document, Scalar
from shared.testing.memory import MemoryStore, MemoryTransaction
from tests.services.jobs.station import Station


class CrossedStore(MemoryStore):
    """Lets another transaction through, once, after the first look at the seekers."""

    meanwhile: Station | None = None

    async def begin(self) -> MemoryTransaction:
        return _Crossed(self)


class _Crossed(MemoryTransaction):
    def __init__(self, store: CrossedStore) -> None:
        super().__init__(store)
        self._crossed = store

    async def where(
        self, collection: str, equals: Mapping[str, Scalar], limit: int
    ) -> list[Document]:
        found = await super().where(collection, equals, limit)
        other, self._crossed.meanwhile = self._crossed.meanwhile, None
        if other is not None:
            await other.registers()
        return found


async def test_a_post_and_a_seeker_that_come_at_once_meet() -> None:
    store = CrossedStore()
    mine, store.meanwhile = Station(store), Station(store)
    serving = [asyncio.create_task(one.commands.serve()) for one in (mine, store.meanwhile)]
    await mine.offers()
    (match,) = await mine.matches.page("150602013000", after=None, limit=10)
    assert match.state is MatchState.SUGGESTED
    await cancelled(serving)
