"""Replaying: a message of the ledger goes the way that it would have gone at first.

Its sealed bytes are read again by today's schema, and one transaction holds what its use case
changes, its inbox row under the same key, its entry and the step of its lane.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from shared.messaging.entries import Entries
from shared.messaging.fates import REPLAYABLE, Behind, Fate, fate_of
from shared.messaging.hearing import Hearing
from shared.messaging.lanes import LANES, advance, lane_of
from shared.messaging.ledger import Ledger, LedgerEntry
from shared.messaging.settling import SYSTEM, By, Passed, failing, settle, standing
from shared.storage.group_commit import Commands
from shared.storage.ports import Cause, Store
from shared.storage.unit_of_work import Item, Outcome, Refused, Repeated
from shared.storage.work import Stage
from shared.values import Invalid, Refusal
from shared.web.conditional import check_version

W = TypeVar("W", bound=Stage)

UNCHANGED = "unchanged"
WOULD_BE_HANDLED = "would-be-handled"
_AT_ONCE = 20
_LOOKS = 3


@dataclass(frozen=True)
class Replayed:
    """What became of one entry; `error` says why it was not handled."""

    place: str
    outcome: str
    error: Exception | None = None


class _WouldBeHandled(Refusal):
    """The end of a dry run that met no obstacle: being refused, it leaves no trace."""

    def __init__(self) -> None:
        super().__init__("would-be-handled", "可以处理。", "It would be handled.")


class Replays(Generic[W]):
    """Replays entries of one service's ledger.

    Args:
        hearing: reads and handles as at first.
        ledger: opens the sealed bytes.
        store: where entries and lanes are looked up.
        commands: the queue in whose transactions replays are written.
        per_second: the most that is replayed in a second.
    """

    def __init__(
        self,
        hearing: Hearing[W],
        ledger: Ledger,
        store: Store,
        commands: Commands[W],
        per_second: float,
    ) -> None:
        self._hearing = hearing
        self._ledger = ledger
        self.entries = Entries(store)
        self._commands = commands
        self._per_second = per_second

    async def one(self, place: str, by: By) -> Replayed:
        """Replay one entry; a settled one is left as it is, and that is said.

        Raises:
            NotFound: there is no such entry.
            Behind: it waits behind another, which is named.
            StaleVersion: it is not the version that the caller has seen.
            StoreAway: nothing is known to be written; ask again.
        """
        for _ in range(_LOOKS):
            entry = await self.entries.one(place)
            check_version(by.seen, entry.version)
            if entry.fate not in REPLAYABLE:
                return Replayed(place, entry.fate)
            await self._must_be_head(entry)
            (replayed,) = await self._run([entry], [self._item(entry, by)], by)
            if replayed.outcome != UNCHANGED:
                return replayed
        return Replayed(place, UNCHANGED)

    async def lane(self, id_: str, by: By) -> list[Replayed]:
        """Replay the first of a lane, or, when none of them failed yet, the first few, in order."""
        lane = await self.entries.lane(id_)
        if lane is None:
            return []
        last = lane.head if lane.tries else min(lane.tail, lane.head + _AT_ONCE - 1)
        turns = range(lane.head, last + 1)
        entries = await asyncio.gather(*(self.entries.at(id_, turn) for turn in turns))
        made = [
            _hole(id_, turn) if entry is None else self._item(entry, by)
            for turn, entry in zip(turns, entries, strict=True)
        ]
        return await self._run(entries, made, by)

    async def rehearse(self, place: str) -> Replayed:
        """Say what would become of an entry today; nothing is changed."""
        entry = await self.entries.one(place)
        if entry.fate not in REPLAYABLE:
            return Replayed(place, entry.fate)
        item = replace(self._item(entry, By(), dry=True), instead=None)
        (outcome,) = await self._commands.run_all([item])
        error = outcome.error if isinstance(outcome, Refused) else None
        if isinstance(error, _WouldBeHandled):
            return Replayed(place, WOULD_BE_HANDLED)
        if error is None:
            return Replayed(place, Fate.REPEATED)
        return Replayed(place, fate_of(error), error)

    async def paced(self, count: int) -> None:
        """Wait as long as so many replays may take at least."""
        await asyncio.sleep(count / self._per_second)

    async def _must_be_head(self, entry: LedgerEntry) -> None:
        head = await self.entries.head_of(entry)
        if head is not None:
            raise Behind(head.id)

    async def _run(
        self, entries: Sequence[LedgerEntry | None], made: Sequence[Item[W]], by: By
    ) -> list[Replayed]:
        outcomes = await self._commands.run_all(made)
        pairs = [(e, o) for e, o in zip(entries, outcomes, strict=True) if e is not None]
        for entry, outcome in pairs:
            if isinstance(outcome, Repeated):
                await self._note_repeated(entry, by)
        now = await self.entries.several([entry.id for entry, _ in pairs])
        return [_became(now[entry.id], outcome) for entry, outcome in pairs]

    def _item(self, entry: LedgerEntry, by: By, *, dry: bool = False) -> Item[W]:
        try:
            record = self._ledger.standing(entry)
            event = self._hearing.read(record)
        except Exception as error:  # noqa: BLE001 - what cannot be read is said as at first
            return _refused(entry, error, by)
        if event is None:
            return _refused(entry, _elsewhere(entry), by)

        async def act(work: W) -> None:
            current = await _in_turn(entry, lane_of(event), work)
            await self._hearing.handle(event, work)
            if dry:
                raise _WouldBeHandled
            await settle(current, Fate.REPLAYED, by, work)

        return Item(
            self._hearing.cause(record, event),
            act,
            inbox=f"{event.source}|{event.id}",
            place=entry.id,
            instead=lambda error: failing(entry, event, error, by),
        )

    async def _note_repeated(self, entry: LedgerEntry, by: By) -> None:
        async def act(work: W) -> None:
            await settle(await standing(entry, work), Fate.REPEATED, by, work)

        item = Item(_cause(entry), act, place=entry.id)
        await self._commands.run_all([item])


def _refused(entry: LedgerEntry, error: Exception, by: By) -> Item[W]:
    async def act(work: W) -> None:
        await _in_turn(entry, "", work)
        raise error

    return Item(
        _cause(entry), act, place=entry.id, instead=lambda fault: failing(entry, None, fault, by)
    )


async def _in_turn(entry: LedgerEntry, own_lane: str, work: Stage) -> LedgerEntry:
    current = await standing(entry, work)
    lane = await work.repository(LANES).find(str(current.lane) if current.turn else own_lane)
    if lane is not None and lane.head != current.turn:
        raise Behind
    return current


def _hole(lane_id: str, turn: int) -> Item[W]:
    """Return the step over a turn whose entry left the lane."""

    async def act(work: W) -> None:
        lanes = work.repository(LANES)
        lane = await lanes.find(lane_id)
        if lane is not None and lane.head == turn:
            advance(lane, lanes, work.now)

    return Item(Cause(f"{lane_id}|{turn}", lane_id, SYSTEM, "0" * 12), act, place=lane_id)


def _became(entry: LedgerEntry, outcome: Outcome) -> Replayed:
    error = outcome.error if isinstance(outcome, Refused) else None
    return Replayed(entry.id, UNCHANGED if isinstance(error, Passed) else entry.fate, error)


def _cause(entry: LedgerEntry) -> Cause:
    return Cause(f"replay:{entry.id}", entry.id, SYSTEM, "0" * 12)


def _elsewhere(entry: LedgerEntry) -> Invalid:
    return Invalid(
        "wrong-service",
        f"本服务不处理“{entry.event_type}”；请在 docs/events.md 所列的服务处理。",
        f"This service does not hear '{entry.event_type}'; docs/events.md says which one does.",
        "type",
    )
