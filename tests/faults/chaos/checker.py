"""The checker: what the topics and the stores show, against what delivery promises.

It knows the event models and the names of the collections `inbox`, `ledger`, `outbox` and `timers`,
and nothing else of the services.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from tests.faults.chaos import timers
from tests.faults.chaos.hears import HEARS
from tests.faults.chaos.sightings import Announced, Topics

# What stands in the ledger under the very place where it was handled was accounted for twice;
# a parked record that a replay handled later says so.
_UNHANDLED = frozenset({"quarantined", "parked", "waiting", "dead", "refused", "discarded"})
_DEAD = "dead"


@dataclass(frozen=True)
class Books:
    """One service's books.

    Args:
        inbox: ``source|event id`` → the place where it was handled.
        ledger: place → fate.
        outbox: rows that were not sent.
        versions: id → version of every announced aggregate.
        timers: id → whether it is due by the server's clock.
    """

    inbox: Mapping[str, str] = field(default_factory=dict)
    ledger: Mapping[str, str] = field(default_factory=dict)
    outbox: int = 0
    versions: Mapping[str, int] = field(default_factory=dict)
    timers: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """The findings of a check, one line each; `handled` and `ledger` count partners' records."""

    handled: int
    ledger: int
    resent: int
    findings: Mapping[str, tuple[str, ...]]

    @property
    def clean(self) -> bool:
        """Whether every defect number is 0."""
        return not any(self.findings.values())

    def numbers(self) -> dict[str, int]:
        """Return the figures of the last line."""
        defects = {name: len(lines) for name, lines in self.findings.items()}
        return {
            "handled": self.handled,
            "ledger": self.ledger,
            "resent": self.resent,
            **defects,
        }


def check(
    topics: Topics,
    books: Mapping[str, Books],
    sent: Collection[str],
    *,
    undisturbed: bool = False,
) -> Verdict:
    """Account for everything.

    Args:
        topics: what was seen on the bus.
        books: the books of each service that was there.
        sent: the keys of the valid events whose acknowledgement a partner has.
        undisturbed: nothing was killed, stopped or away, so that nobody had a reason to send
            anything twice.
    """
    resent = (f"{topics.resent} events were sent again for no reason",) if topics.resent else ()
    handled = {place for book in books.values() for place in book.inbox.values()}
    kept = {place for book in books.values() for place in book.ledger}
    partners = topics.published.keys()
    findings = {
        "lost": (
            *_lost(topics, handled | kept, sent),
            *_unheard(topics, books),
            *timers.lost(topics, {name: book.timers for name, book in books.items()}),
        ),
        "doubled": (
            *topics.doubled,
            *(resent if undisturbed else ()),
            *_twins(topics),
            *timers.twice(topics),
            *_twice(topics, books),
        ),
        "early": tuple(timers.early(topics)),
        "inversions": (*topics.inversions, *_heard_in_disorder(topics, books)),
        "gaps": (*_gaps(topics), *_behind(topics, books)),
        "orphans": (*_orphans(topics, books), *_silent(topics, books)),
        "outbox": tuple(
            f"{name}: a row of the outbox was not sent"
            for name, book in books.items()
            for _ in range(book.outbox)
        ),
        "dead": tuple(
            f"{name} failed on {place}"
            for name, book in books.items()
            for place, fate in book.ledger.items()
            if fate == _DEAD
        ),
    }
    return Verdict(
        handled=len(partners & handled),
        ledger=len((partners - handled) & kept),
        resent=topics.resent,
        findings=findings,
    )


def _lost(topics: Topics, accounted: set[str], sent: Collection[str]) -> Iterator[str]:
    known = set(topics.published.values())
    yield from (f"acknowledged, but not on its topic: {key}" for key in sent if key not in known)
    for place, key in topics.published.items():
        if place not in accounted:
            yield f"neither handled nor in a ledger: {key or 'unreadable'} at {place}"
    yield from topics.unreadable


def _unheard(topics: Topics, books: Mapping[str, Books]) -> Iterator[str]:
    for key, event in topics.announced.items():
        for service, book in books.items():
            if event.type not in HEARS[service] or key in book.inbox:
                continue
            if event.place not in book.ledger:
                yield f"{service} did not hear {event.type} {key} at {event.place}"


def _twins(topics: Topics) -> Iterator[str]:
    makers: dict[tuple[str, str, str, str], str] = {}
    for event in topics.announced.values():
        if event.sequence != 1 or not event.cause:
            continue
        kind = event.subject.partition("_")[0]
        first = makers.setdefault((event.service, kind, event.cause, event.parties), event.subject)
        if first != event.subject:
            yield f"two of one cause: {first} and {event.subject}, both of {event.cause}"


def _twice(topics: Topics, books: Mapping[str, Books]) -> Iterator[str]:
    partners: dict[str, str] = {}
    for name, book in books.items():
        for key, place in book.inbox.items():
            if book.ledger.get(place) in _UNHANDLED:
                yield f"{name} handled {key} at {place} and keeps it as {book.ledger[place]}"
            if key in topics.announced:
                continue
            if (other := partners.setdefault(key, name)) != name:
                yield f"handled by {other} and by {name}: {key}"


def _heard_in_disorder(topics: Topics, books: Mapping[str, Books]) -> Iterator[str]:
    for name, book in books.items():
        heard: dict[str, list[tuple[int, int]]] = {}
        for key, place in book.inbox.items():
            if event := topics.announced.get(key):
                step = (event.sequence, int(place.rpartition(":")[2]))
                heard.setdefault(event.subject, []).append(step)
        for subject, steps in heard.items():
            offsets = [offset for _, offset in sorted(steps)]
            if offsets != sorted(offsets):
                yield f"{name} heard the versions of {subject} out of order: offsets {offsets}"


def _gaps(topics: Topics) -> Iterator[str]:
    for (topic, subject), chain in topics.chains.items():
        yield from (f"{topic} {subject}: no version {n}" for n in sorted(chain.missing))


def _behind(topics: Topics, books: Mapping[str, Books]) -> Iterator[str]:
    for (topic, subject), chain in topics.chains.items():
        stored = books.get(topic.split(".")[1], Books()).versions.get(subject)
        if stored is not None and stored != chain.highest:
            yield f"{subject} is stored as version {stored}, announced as {chain.highest}"


def _orphans(topics: Topics, books: Mapping[str, Books]) -> Iterator[str]:
    for key, event in topics.announced.items():
        if not _is_caused(event, topics, books.get(event.service, Books())):
            yield f"{key} names a cause that was never handled: {event.cause or 'none'}"


def _is_caused(event: Announced, topics: Topics, book: Books) -> bool:
    kind, _, rest = event.cause.partition("|")
    if kind.startswith("urn:"):
        return event.cause in book.inbox
    if kind == "timer":
        subject = rest.partition("|")[0].partition(":")[2]
        return subject in book.versions
    # What notify does about a mail, or a service about a source, is caused by that record of its.
    return event.cause.partition(":")[0].startswith(("dlv_", "paused", "mended"))


def _silent(topics: Topics, books: Mapping[str, Books]) -> Iterator[str]:
    told = {(topic.split(".")[1], subject) for topic, subject in topics.chains}
    stored = {(name, id_) for name, book in books.items() for id_ in book.versions}
    yield from (f"{service} holds {id_}, announced nowhere" for service, id_ in stored - told)
    yield from (f"{service} announced {id_}, stored nowhere" for service, id_ in told - stored)
