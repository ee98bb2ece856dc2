"""The reconciliation: what was published and announced, against every service's books.

It knows none of the services' code: only the names of the collections inbox, ledger and outbox.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from deploy.sandbox.reckoning import Reckoning
from deploy.sandbox.sightings import Sighting

HANDLED = "handled"
QUARANTINED = frozenset({"quarantined", "dead"})
SKIPPED = frozenset({"repeated", "parked", "waiting", "refused", "discarded"})
DEAD = "dead"
# Handled after all: the inbox accounts for it.
_REPLAYED = "replayed"
# The fates that end a matter; a dead one is ours to mend.
_ACCOUNTED = SKIPPED | {"quarantined", DEAD}


@dataclass(frozen=True)
class Books:
    """One service's books.

    Args:
        inbox: ``source|event id`` → the place where it was handled.
        ledger: place → fate.
        outbox: rows not yet sent.
    """

    inbox: Mapping[str, str] = field(default_factory=dict)
    ledger: Mapping[str, str] = field(default_factory=dict)
    outbox: int = 0


def reconcile(
    published: Iterable[str],
    announced: Sequence[Sighting],
    books: Mapping[str, Books],
    heard: Mapping[str, frozenset[str]],
    *,
    whole: bool = True,
) -> Reckoning:
    """Account for every record.

    Args:
        published: places of the partners' records.
        announced: the services' own events, in the order of their partitions.
        books: the books of each service.
        heard: the event types that each service hears.
        whole: False where the bus may no longer hold the first events of an old matter.
    """
    fates = _fates(books)
    accounts = {place: fates.get(place, ()) for place in published}
    firsts = [fate[0] for fate in accounts.values() if fate]
    lost = [f"没有下落 / no trace: {place}" for place, fate in accounts.items() if not fate]
    lost += [
        f"{name}: {count} 条未发出 / rows unsent"
        for name, b in books.items()
        for count in [b.outbox]
        if count
    ]
    lost += _unheard(announced, books, heard)
    lost += _gaps(announced, whole=whole)
    lost += [
        f"总线已删除未读消息 / dropped unread: {p}"
        for b in books.values()
        for p, fate in b.ledger.items()
        if fate == "missed"
    ]
    doubled = [
        f"处理两次 / accounted twice: {place} {fate}"
        for place, fate in accounts.items()
        if len(fate) > 1
    ]
    doubled += _twins(announced)
    reordered = _reordered(announced)
    dead = [
        f"系统故障 / a service failed on: {name} {place}"
        for name, b in books.items()
        for place, fate in b.ledger.items()
        if fate == DEAD
    ]
    return Reckoning(
        published=len(accounts),
        handled=firsts.count(HANDLED),
        quarantined=sum(fate in QUARANTINED for fate in firsts),
        skipped=sum(fate in SKIPPED for fate in firsts),
        lost=len(lost),
        doubled=len(doubled),
        reordered=len(reordered),
        dead=len(dead),
        findings=(*lost, *doubled, *reordered, *dead),
    )


def _fates(books: Mapping[str, Books]) -> dict[str, list[str]]:
    fates: dict[str, list[str]] = defaultdict(list)
    for book in books.values():
        for place in book.inbox.values():
            fates[place].append(HANDLED)
        for place, fate in book.ledger.items():
            if fate != _REPLAYED:
                fates[place].append(fate)
    return fates


def _unheard(
    announced: Sequence[Sighting],
    books: Mapping[str, Books],
    heard: Mapping[str, frozenset[str]],
) -> list[str]:
    first_places = {event.key: event.place for event in reversed(announced)}
    return [
        f"{name} 没有听到 / did not hear {event.type}: {event.place}"
        for event in announced
        if first_places[event.key] == event.place  # a resent event is a repetition, known by its id
        for name, book in books.items()
        if event.type in heard.get(name, ())
        and event.key not in book.inbox
        and book.ledger.get(event.place) not in _ACCOUNTED
    ]


def _gaps(announced: Sequence[Sighting], *, whole: bool) -> list[str]:
    found = []
    for (topic, subject), events in _by_subject(announced).items():
        seen = {event.sequence for event in events}
        first = 1 if whole else min(seen)
        missing = sorted(set(range(first, max(seen) + 1)) - seen)
        found += [f"缺少版本 / missing version: {topic} {subject} {number}" for number in missing]
    return found


def _twins(announced: Sequence[Sighting]) -> list[str]:
    versions: dict[tuple[str, str, int], set[str]] = defaultdict(set)
    firsts: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for event in announced:
        versions[event.topic, event.subject, event.sequence].add(event.digest)
        if event.sequence == 1 and event.causation:
            firsts[event.type, event.causation, event.parties].add(event.subject)
    found = [
        f"同一版本两种内容 / two of one version: {k}" for k, d in versions.items() if len(d) > 1
    ]
    return found + [
        f"同一起因两个对象 / two of one cause: {key[0]} {sorted(subjects)}"
        for key, subjects in firsts.items()
        if len(subjects) > 1
    ]


def _reordered(announced: Sequence[Sighting]) -> list[str]:
    found = []
    for (topic, subject), events in _by_subject(announced).items():
        seen: set[int] = set()
        for event in events:
            if event.sequence not in seen and seen and event.sequence < max(seen):
                found.append(f"次序颠倒 / out of order: {topic} {subject} {event.sequence}")
            seen.add(event.sequence)
    return found


def _by_subject(announced: Sequence[Sighting]) -> dict[tuple[str, str], list[Sighting]]:
    groups: dict[tuple[str, str], list[Sighting]] = defaultdict(list)
    for event in announced:
        groups[event.topic, event.subject].append(event)
    return groups
