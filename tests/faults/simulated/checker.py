"""What must hold when everything has come to rest, read from stores and the log alone."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import bson

from shared.messaging.fates import Fate
from tests.faults.simulated.broker import Landed
from tests.faults.simulated.load import INVALID, Order, expected

Rows = Mapping[str, Mapping[str, bytes]]


@dataclass(frozen=True)
class Outcome:
    """The end of a run; a repetition is excused for so long after an incident."""

    orders: Sequence[Order]
    grid: Rows
    notify: Rows
    landed: Sequence[Landed]
    incidents: Sequence[float]
    excused_seconds: float
    mending: bool


def defects(outcome: Outcome) -> list[str]:
    """Return what is wrong, each beginning with its kind; nothing when all is well."""
    tallies = _documents(outcome.grid, "tallies")
    announced = _announced(outcome)
    return [
        *_effects(outcome, tallies),
        *_order_of_subjects(outcome.orders, tallies),
        *_sequences(tallies, announced),
        *_readings(tallies, _documents(outcome.notify, "readings")),
        *_repetitions(outcome),
        *(_mended(outcome) if outcome.mending else _ledger(outcome)),
        *_turns(outcome),
        *_causes(outcome),
        *(f"outbox: {key} was left" for key in outcome.grid.get("outbox", {})),
    ]


def _documents(rows: Rows, collection: str) -> dict[str, dict[str, Any]]:
    return {key: bson.decode(raw) for key, raw in rows.get(collection, {}).items()}


def _announced(outcome: Outcome) -> dict[str, list[int]]:
    """Return the sequence numbers of each subject in the order in which they first appeared."""
    announced: dict[str, dict[int, None]] = {}
    for landed in outcome.landed:
        event = json.loads(landed.message.body)
        announced.setdefault(event["subject"], {})[event["sequence"]] = None
    return {subject: list(sequences) for subject, sequences in announced.items()}


def _takes_effect(outcome: Outcome) -> set[str]:
    if outcome.mending:
        return {order.id for order in outcome.orders if order.tallies}
    return expected(outcome.orders)[0]


def _effects(outcome: Outcome, tallies: Mapping[str, Any]) -> Iterator[str]:
    handled = _takes_effect(outcome)
    wanted = {(key, o.id) for o in outcome.orders if o.id in handled for key in o.tallies}
    found = Counter((key, id_) for key, tally in tallies.items() for id_ in tally["orders"])
    yield from (f"lost: {id_} in {key}" for key, id_ in sorted(wanted - found.keys()))
    yield from (f"leaked: {id_} in {key}" for key, id_ in sorted(found.keys() - wanted))
    yield from (f"doubled: {id_} in {key}" for (key, id_), n in sorted(found.items()) if n > 1)


def _order_of_subjects(orders: Sequence[Order], tallies: Mapping[str, Any]) -> Iterator[str]:
    turn: dict[str, int] = {}
    for number, order in enumerate(orders):
        turn.setdefault(order.id, number)
    subjects = {order.id: order.subject for order in orders}
    for key, tally in tallies.items():
        latest: dict[str, int] = {}
        for id_ in dict.fromkeys(tally["orders"]):
            if turn[id_] < latest.get(subjects[id_], -1):
                yield f"inverted: {id_} in {key} came after a later one of {subjects[id_]}"
            latest[subjects[id_]] = turn[id_]


def _sequences(tallies: Mapping[str, Any], announced: Mapping[str, list[int]]) -> Iterator[str]:
    for key in sorted(tallies.keys() | announced.keys()):
        version = tallies[key]["version"] if key in tallies else 0
        sequences = announced.get(key, [])
        if sequences != sorted(sequences):
            yield f"inverted: {key} announced {sequences}"
        if sorted(sequences) != list(range(1, version + 1)):
            yield f"gap: {key} has version {version} and announced {sorted(sequences)}"


def _readings(tallies: Mapping[str, Any], readings: Mapping[str, Any]) -> Iterator[str]:
    for key, tally in tallies.items():
        heard = list(readings[key]["sequences"]) if key in readings else []
        wanted = list(range(1, tally["version"] + 1))
        if heard == wanted:
            continue
        kind = "doubled" if len(set(heard)) < len(heard) else "lost"
        yield f"{'inverted' if sorted(heard) == wanted else kind}: notify heard {heard} of {key}"


def _repetitions(outcome: Outcome) -> Iterator[str]:
    last: dict[tuple[str, int], Landed] = {}
    for landed in outcome.landed:
        event = json.loads(landed.message.body)
        name = event["subject"], event["sequence"]
        before = last.get(name)
        last[name] = landed
        if before is None:
            continue
        if before.message != landed.message:
            yield f"doubled: {name} was announced with two contents"
        since = before.at - outcome.excused_seconds
        if not any(since <= incident <= landed.at for incident in outcome.incidents):
            yield f"resent: {name} at {landed.at:.3f}, and nothing had happened"


def _ledger(outcome: Outcome) -> Iterator[str]:
    """Compare the ledger with what was published: a row for each, and none too many."""
    rows = _documents(outcome.grid, "ledger").values()
    found = Counter((row["event_id"], row["fate"]) for row in rows)
    wanted = expected(outcome.orders)[1]
    yield from (f"lost: the ledger lacks {row}" for row in sorted((wanted - found).keys()))
    yield from (f"doubled: the ledger has also {row}" for row in sorted((found - wanted).keys()))


def _mended(outcome: Outcome) -> Iterator[str]:
    """What was parked has been tried again until nothing waits."""
    settled = {Fate.REPLAYED, Fate.REPEATED}
    for place, row in _documents(outcome.grid, "ledger").items():
        right = {Fate.QUARANTINED} if row["event_id"] == INVALID else settled
        if row["fate"] not in right:
            yield f"lost: {row['event_id']} at {place} is still {row['fate']}"
    yield from (f"lost: the lane {key} is still there" for key in outcome.grid.get("lanes", {}))


def _turns(outcome: Outcome) -> Iterator[str]:
    """What waits stands in its lane as it stood on the topic."""
    lanes: dict[str, list[tuple[int, int]]] = {}
    for place, row in _documents(outcome.grid, "ledger").items():
        if row["turn"]:
            offset = int(place.rpartition(":")[2])
            lanes.setdefault(row["lane"], []).append((row["turn"], offset))
    for lane, turns in lanes.items():
        offsets = [offset for _, offset in sorted(turns)]
        if offsets != sorted(offsets):
            yield f"inverted: the lane {lane} holds {offsets}"


def _causes(outcome: Outcome) -> Iterator[str]:
    known = _takes_effect(outcome)
    for landed in outcome.landed:
        cause = json.loads(landed.message.body)["causationid"].rpartition("|")[2]
        if cause not in known:
            yield f"leaked: an event caused by {cause}"
