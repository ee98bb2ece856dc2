"""Replaying many: lane by lane, each in its order, and no faster than is set."""

from collections.abc import AsyncIterator
from typing import Any

from shared.messaging.fates import REPLAYABLE
from shared.messaging.ledger import LEDGER, LedgerEntry
from shared.messaging.replaying import UNCHANGED, Replayed, Replays
from shared.messaging.settling import By
from shared.storage.ports import Store

_SIBLINGS = 1000
_MOST_OF_A_LANE = 1000


async def replay_all(
    found: list[LedgerEntry], by: By, replays: Replays[Any], store: Store, *, dry: bool
) -> list[Replayed]:
    """Replay these entries, and before each the earlier ones of its aggregate and fate.

    Raises:
        StoreAway: what was replayed so far is; ask again.
    """
    done: dict[str, Replayed] = {}
    for entry in found:
        if entry.id in done or entry.fate not in REPLAYABLE:
            continue
        async for one in _of_its_aggregate(entry, by, replays, store, dry=dry):
            done[one.place] = one
            await replays.paced(1)
    return list(done.values())


async def _of_its_aggregate(
    entry: LedgerEntry, by: By, replays: Replays[Any], store: Store, *, dry: bool
) -> AsyncIterator[Replayed]:
    if entry.turn and not dry:
        async for one in _whole_lane(str(entry.lane), by, replays):
            yield one
        return
    for sibling in await _siblings(entry, store):
        yield await (replays.rehearse(sibling.id) if dry else replays.one(sibling.id, by))


async def _whole_lane(id_: str, by: By, replays: Replays[Any]) -> AsyncIterator[Replayed]:
    for _ in range(_MOST_OF_A_LANE):
        replayed = await replays.lane(id_, by)
        for one in replayed:
            yield one
        # What fails stays at the head: the rest keeps waiting behind it.
        if not replayed or any(one.error or one.outcome == UNCHANGED for one in replayed):
            return


async def _siblings(entry: LedgerEntry, store: Store) -> list[LedgerEntry]:
    if entry.lane is None or entry.turn:
        return [entry]
    # Whatever their fates: an earlier one must not come after a later one.
    found: list[LedgerEntry] = []
    rows = await store.page(LEDGER.name, {"lane": entry.lane}, after=None, limit=_SIBLINGS)
    while rows:
        found += (LEDGER.decode(row) for row in rows)
        after = rows[-1]["_id"]
        rows = await store.page(LEDGER.name, {"lane": entry.lane}, after=after, limit=_SIBLINGS)
    return sorted((one for one in found if one.fate in REPLAYABLE), key=_read_order)


def _read_order(entry: LedgerEntry) -> tuple[Any, ...]:
    # Offsets are numbers: as text, 10 would stand before 9.
    return entry.at, *(int(part) if part.isdigit() else -1 for part in entry.id.split(":")[-2:])
