"""Settling: what one replay leaves in the ledger and in the lane, in its own transaction."""

from dataclasses import dataclass, replace
from typing import TypeVar

from shared.events.base import AnyEnvelope
from shared.messaging.fates import REPEATED, Behind, Fate, fate_of, told
from shared.messaging.lanes import LANES, lane_of, left, queued
from shared.messaging.ledger import LEDGER, Act, LedgerEntry
from shared.storage import items
from shared.storage.work import Stage
from shared.values import Refusal

W = TypeVar("W", bound=Stage)

SYSTEM = "system"


@dataclass(frozen=True)
class By:
    """Who replays, and why; `seen` is the version of the entry that was decided upon."""

    who: str = SYSTEM
    why: str | None = None
    seen: int | None = None


class Passed(Refusal):
    """Somebody else has settled or changed the entry meanwhile; nothing is to be recorded."""

    def __init__(self) -> None:
        super().__init__("passed", "这条消息已有变化。", "This entry was changed meanwhile.")


async def standing(entry: LedgerEntry, work: Stage) -> LedgerEntry:
    """Return the entry as this unit sees it; raise `Passed` when it is another version."""
    current = await work.repository(LEDGER).find(entry.id)
    if current is None or current.version != entry.version:
        raise Passed
    return current


async def settle(entry: LedgerEntry, fate: Fate, by: By, work: Stage) -> None:
    """Record that an entry was handled after all, or before; its lane moves on."""
    settled = replace(_tried(entry, work), fate=fate)
    if fate is Fate.REPEATED:
        settled = replace(settled, code=REPEATED.code, zh=REPEATED.zh, en=REPEATED.en)
    act = Act(work.now, by.who, fate, by.why)
    settled = replace(settled, acts=(*entry.acts, act), field=None)
    work.repository(LEDGER).save(await left(settled, work))
    work.count("ledger_replays_total", outcome=fate)


def failing(
    entry: LedgerEntry, event: AnyEnvelope | None, error: Exception, by: By
) -> items.Act[W]:
    """Return the act that records a failed replay: in its lane it waits on, or ends it."""

    async def act(work: W) -> None:
        if isinstance(error, Passed) or (isinstance(error, Behind) and entry.turn):
            return
        try:
            current = await standing(entry, work)
        except Passed:
            return
        failed = await _failed(current, event, error, work)
        kept = replace(_tried(failed, work), acts=(*current.acts, *_said(failed, by, work)))
        work.repository(LEDGER).save(kept)
        work.count("ledger_replays_total", outcome=failed.fate)

    return act


def _said(entry: LedgerEntry, by: By, work: Stage) -> tuple[Act, ...]:
    # The tries of the service itself are counted; only what people did, or what ended, is listed.
    ended = entry.fate in {Fate.REFUSED, Fate.DEAD}
    if by.who == SYSTEM and not ended:
        return ()
    what = entry.fate if by.who == SYSTEM else "replay"
    return (Act(work.now, by.who, what, by.why or entry.code),)


def _tried(entry: LedgerEntry, work: Stage) -> LedgerEntry:
    return replace(entry, tries=entry.tries + 1, last_at=work.now)


async def _failed(
    entry: LedgerEntry, event: AnyEnvelope | None, error: Exception, work: Stage
) -> LedgerEntry:
    refusal, fate = told(error), fate_of(error, readable=event is not None)
    entry = replace(entry, code=refusal.code, zh=refusal.zh, en=refusal.en, field=refusal.field)
    if entry.turn:
        return await _still_in_lane(entry, fate, error, work)
    if fate in {Fate.PARKED, Fate.WAITING} and event is not None:
        if entry.fate is Fate.REFUSED and fate is Fate.PARKED:
            return entry
        return await queued(replace(entry, lane=lane_of(event)), work)
    return replace(entry, fate=fate)


async def _still_in_lane(
    entry: LedgerEntry, fate: Fate, error: Exception, work: Stage
) -> LedgerEntry:
    lanes = work.repository(LANES)
    lane = await lanes.find(str(entry.lane))
    if fate in {Fate.QUARANTINED, Fate.REFUSED} or lane is None:
        return replace(await left(entry, work), fate=fate)
    lane = lane.tried(work.now)
    if not lane.exhausted:
        lanes.save(lane)
        return replace(entry, fate=Fate.PARKED)
    if isinstance(error, Refusal):
        return replace(await left(entry, work), fate=Fate.REFUSED)
    lanes.save(lane.stopped())
    return replace(entry, fate=Fate.DEAD)
