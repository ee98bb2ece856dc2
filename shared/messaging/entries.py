"""Entries: looking up the ledger and its lanes, outside of any transaction."""

from collections.abc import Sequence

from shared.messaging.lanes import LANES, Lane
from shared.messaging.ledger import LEDGER, LedgerEntry
from shared.messaging.mending import no_such_entry
from shared.storage.ports import Scalar, Store


class Entries:
    """What one service's store holds of them, as committed."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def one(self, place: str) -> LedgerEntry:
        """Return an entry; raise `NotFound`."""
        found = (await self.several([place])).get(place)
        if found is None:
            raise no_such_entry()
        return found

    async def several(self, places: Sequence[str]) -> dict[str, LedgerEntry]:
        """Return entries by place."""
        rows = await self._store.load(LEDGER.name, places) if places else {}
        return {key: LEDGER.decode(row) for key, row in rows.items()}

    async def lane(self, id_: str) -> Lane | None:
        """Return a lane, while something waits in it."""
        row = (await self._store.load(LANES.name, [id_])).get(id_)
        return None if row is None else LANES.decode(row)

    async def at(self, lane: str, turn: int) -> LedgerEntry | None:
        """Return the entry that has a turn in a lane; None when it left."""
        equals: dict[str, Scalar] = {"lane": lane, "turn": turn}
        rows = await self._store.page(LEDGER.name, equals, after=None, limit=1)
        return LEDGER.decode(rows[0]) if rows else None

    async def head_of(self, entry: LedgerEntry) -> LedgerEntry | None:
        """Return the entry that this one waits behind; None when it waits for nobody."""
        lane = await self.lane(str(entry.lane)) if entry.turn else None
        head = lane.head if lane else entry.turn
        return None if head == entry.turn else await self.at(str(entry.lane), head)
