"""Mending: what operators do with an entry of the ledger; each act stays in it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from shared.messaging.fates import REPLAYABLE, Fate
from shared.messaging.hearing import Hearing
from shared.messaging.lanes import left
from shared.messaging.ledger import LEDGER, Act, Ledger, LedgerEntry
from shared.messaging.records import Record
from shared.storage.work import Stage
from shared.values import Invalid, NotFound, Refusal

_DISCARDABLE = REPLAYABLE | {Fate.MISSED}

Seen = Callable[[LedgerEntry], None]
"""Raises `Stale` when the caller decided on an older version of the entry."""


async def mend(
    place: str,
    event: dict[str, Any],
    why: str,
    seen: Seen,
    work: Stage,
    hearing: Hearing[Any],
    ledger: Ledger,
) -> LedgerEntry:
    """Keep a corrected event beside the original; it is replayed instead of it.

    Raises:
        Invalid: the corrected event is not valid either, is another event, or not for this service.
        Refusal: ``settled``; the entry needs no mending any more.
    """
    entry = await _open(place, seen, REPLAYABLE, work)
    if entry.event_id is not None and event.get("id") != entry.event_id:
        raise Invalid(
            "another-event",
            f"更正后的事件编号（id）须与原来相同：{entry.event_id}；否则重复件无法识别。",
            f"The corrected event keeps its id, {entry.event_id}: repetitions are known by it.",
            field="event.id",
        )
    sealed = ledger.corrected(entry, event)
    _must_be_ours(ledger.standing(replace(entry, mended=sealed)), hearing)
    return _save(replace(entry, mended=sealed), "mend", why, work)


async def discard(place: str, why: str, seen: Seen, work: Stage) -> LedgerEntry:
    """End an entry for good; when it was the head of its lane, the next one moves up.

    Raises:
        Refusal: ``settled``; it has ended already.
    """
    entry = await _open(place, seen, _DISCARDABLE, work)
    return _save(replace(await left(entry, work), fate=Fate.DISCARDED), "discard", why, work)


async def reveal(place: str, purpose: str, work: Stage) -> LedgerEntry:
    """Record that the raw bytes were shown, and for what purpose."""
    entry = await _found(place, work)
    return _save(entry, "reveal", purpose, work)


async def _open(place: str, seen: Seen, fates: frozenset[Fate], work: Stage) -> LedgerEntry:
    entry = await _found(place, work)
    seen(entry)
    if entry.fate not in fates:
        raise Refusal(
            "settled",
            f"这一条已经了结（{entry.fate}），无需再处理。",
            f"This entry is settled ({entry.fate}); there is nothing left to do.",
        )
    return entry


async def _found(place: str, work: Stage) -> LedgerEntry:
    entry = await work.repository(LEDGER).find(place)
    if entry is None:
        raise no_such_entry()
    return entry


def no_such_entry() -> NotFound:
    """Return the refusal of a place of which the ledger knows nothing."""
    return NotFound(
        "no-such-entry",
        "台账中没有这一条，请核对位置。",
        "There is no such entry; compare its place.",
    )


def _save(entry: LedgerEntry, what: str, why: str, work: Stage) -> LedgerEntry:
    act = Act(work.now, work.cause.actor, what, why)
    return work.repository(LEDGER).save(replace(entry, acts=(*entry.acts, act)))


def _must_be_ours(record: Record, hearing: Hearing[Any]) -> None:
    if hearing.read(record) is None:
        raise Invalid(
            "wrong-service",
            "本服务不接收更正后的事件类型；docs/events.md 列出由哪个服务接收。",
            "This service does not hear the corrected type; docs/events.md says which one does.",
            field="event.type",
        )
