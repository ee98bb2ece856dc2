"""What partners publish in one run: valid, repeated, refused, early and invalid orders."""

import json
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from shared.events.partners import HotlineOrderPlaced
from shared.messaging.bus import Message
from shared.messaging.fates import Fate
from tests.shared.messaging.toy import TOPIC, order

_SUBJECTS = 4
_TALLIES = ("t0", "t1", "t2", "t0,t1", "t2,t1")
REFUSED = "refused"
INVALID = "invalid"
EARLY = "early"


@dataclass(frozen=True)
class Order:
    """One publication; `tallies` names the aggregates it is to change in the end."""

    id: str
    subject: str
    tallies: tuple[str, ...]
    message: Message


def orders(chance: random.Random, *, mending: bool) -> list[Order]:
    """Return what is published, in order; one order comes twice.

    With `mending` one is refused until others have come, else one is refused for good.
    """
    made = [
        _order(f"o{n}", _subject(chance), chance.choice(_TALLIES))
        for n in range(chance.randint(5, 9))
    ]
    odd = _early(chance, made) if mending else _refused(chance)
    made.insert(chance.randrange(len(made)), odd)
    made.insert(chance.randrange(len(made)), _invalid(_subject(chance)))
    again = chance.randrange(len(made))
    made.insert(chance.randint(again + 1, len(made)), made[again])
    return made


def expected(orders: Sequence[Order]) -> tuple[set[str], Counter[tuple[str, str]]]:
    """Return which orders take effect, and the ledger by order and fate, when none is mended.

    The order within each subject, which is kept, decides both.
    """
    handled: set[str] = set()
    blocked: set[str] = set()
    ledger: Counter[tuple[str, str]] = Counter()
    for one in orders:
        if one.id in handled:
            ledger[one.id, Fate.REPEATED.value] += 1
        elif one.id == INVALID:
            ledger[one.id, Fate.QUARANTINED.value] += 1
        elif one.subject in blocked:
            ledger[one.id, Fate.WAITING.value] += 1
        elif one.id == REFUSED:
            ledger[one.id, Fate.PARKED.value] += 1
            blocked.add(one.subject)
        else:
            handled.add(one.id)
    return handled, ledger


def _subject(chance: random.Random) -> str:
    return f"s{chance.randrange(_SUBJECTS)}"


def _order(id_: str, subject: str, tallies: str) -> Order:
    return _made(id_, subject, tallies)


def _refused(chance: random.Random) -> Order:
    return _made(REFUSED, _subject(chance), chance.choice(_TALLIES), kind="consultation")


def _early(chance: random.Random, others: Sequence[Order]) -> Order:
    """Make one that wants others before it: some that do not wait behind it themselves."""
    subject, tallies = _subject(chance), chance.choice(("t0", "t1", "t2"))
    able = [one for one in others if one.subject != subject and tallies in one.tallies]
    return _made(EARLY, subject, tallies, kind="help", text=str(len(able)))


def _invalid(subject: str) -> Order:
    return _made(INVALID, subject, "", kind="no such kind")


def _made(id_: str, subject: str, tallies: str, **data: str) -> Order:
    said = {**HotlineOrderPlaced.example, "order_no": tallies or "none", **data}
    body = json.dumps(order(id_, subject=subject, data=said)).encode()
    message = Message(TOPIC, subject, HotlineOrderPlaced.type, body)
    return Order(id_, subject, tuple(tallies.split(",")) if tallies else (), message)
