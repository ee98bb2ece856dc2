"""Valid events of partners, and everything that may become of them on the way."""

import copy
import json
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from deploy.docs.examples import example_json
from deploy.docs.language import publishers_of
from shared.events.base import EventData, partner_topic
from shared.events.codec import MAX_BYTES, headers_of
from shared.messaging.records import Record

Headers = list[tuple[str, bytes]]
Message = tuple[Headers, bytes | None]
Event = dict[str, Any]

ID_NUMBER = "11010519491231002X"
FORBIDDEN: list[Event] = [{"民族": "x"}, {"religion": "x"}, {"phone": "1"}, {"note": ID_NUMBER}]
FOREVER = ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00")
TEXTS = ("", " ", "x", "x" * 3000, "\x00", "\ud800", "\u202e", "2.0", "true", ID_NUMBER, *FOREVER)
ODD: list[Any] = [None, True, -1, 0, 2**70, -(2**70), 1.5, 10**18, *TEXTS]
ODD += [[], {}, [[]], [None], ["x"] * 99, {"": None}, {"a.b": {"$set": 1}}, {"\x00": 1}]


def valid(data: type[EventData], id_: str, **said: Any) -> Event:
    """A whole event of a partner, its own matter, as its example goes."""
    event = {**example_json(data), "id": id_, "subject": f"subject-{id_}"}
    return {**event, "data": {**event["data"], **said}}


def written(event: Event) -> bytes:
    return json.dumps(event).encode()


def message(event: Event) -> Message:
    return headers_of(str(event["type"])), written(event)


def topic_of(data: type[EventData]) -> str:
    return partner_topic(publishers_of(data)[0].id)


def record(topic: str, offset: int, sent: Message) -> Record:
    return Record(topic, f"{topic}:0:{offset}", tuple(sent[0]), sent[1])


def mutants(event: Event, dice: Random) -> Iterator[tuple[str, Message]]:
    """Mutants of one event without end: the name of what was done, and what arrives."""
    while True:
        name = dice.choice(_NAMES)
        yield name, _WAYS[name](copy.deepcopy(event), dice)


def _flipped(event: Event, dice: Random) -> Message:
    raw = bytearray(written(event))
    for _ in range(dice.randint(1, 8)):
        raw[dice.randrange(len(raw))] = dice.randrange(256)
    return headers_of(str(event["type"])), bytes(raw)


def _truncated(event: Event, dice: Random) -> Message:
    raw = written(event)
    return headers_of(str(event["type"])), raw[: dice.randrange(len(raw))]


def _repeated_bytes(event: Event, dice: Random) -> Message:
    raw = written(event)
    cut = dice.randrange(len(raw))
    return headers_of(str(event["type"])), raw[:cut] + raw[cut // 2 :]


def _dropped(event: Event, dice: Random) -> Message:
    holder = _holder(event, dice)
    holder.pop(dice.choice(list(holder)), None)
    return _unlabelled(event)


def _retyped(event: Event, dice: Random) -> Message:
    holder = _holder(event, dice)
    holder[dice.choice(list(holder))] = dice.choice(ODD)
    return _unlabelled(event)


def _nested(event: Event, dice: Random) -> Message:
    holder = _holder(event, dice)
    name, depth = dice.choice([*holder, "novelty"]), dice.choice([1, 3, 90, 900, 50_000])
    holder[name] = "HERE"
    opening, closing = dice.choice([(b"[", b"]"), (b'{"a":', b"}")])
    body = written(event).replace(b'"HERE"', opening * depth + b"1" + closing * depth)
    return [], body


def _forbidden(event: Event, dice: Random) -> Message:
    holder = _holder(event, dice)
    holder.update(dice.choice(FORBIDDEN))
    return _unlabelled(event)


def _swollen(event: Event, dice: Random) -> Message:
    event["data"]["novelty"] = "x" * (MAX_BYTES + dice.randint(-2000, 2000))
    return _unlabelled(event)


def _other_headers(event: Event, dice: Random) -> Message:
    odd = dice.choice([b"", b"\xff\xfe", b"\xed\xa0\x80", b"jiedao.partner.x.y.v1", "民".encode()])
    name = dice.choice(["ce_type", "content-type", "ce_specversion", "ce_id", "trace", "民", ""])
    headers = [*headers_of(str(event["type"])), (name, odd)]
    dice.shuffle(headers)
    return headers[: dice.randint(1, 3)], written(event)


def _binary(event: Event, dice: Random) -> Message:
    data = event.pop("data")
    headers = [(f"ce_{name}", str(value).encode()) for name, value in event.items()]
    dice.shuffle(headers)
    kept = headers[dice.randint(0, 2) :]
    return [*kept, ("content-type", b"application/json")], json.dumps(data).encode()


def _versioned(event: Event, dice: Random) -> Message:
    stem = str(event["type"]).rpartition(".v")[0]
    event["type"] = dice.choice([f"{stem}.v9", f"{stem}.v0", stem, "", "jiedao", f"{stem}.v1\n"])
    return message(event)


def _forged(event: Event, dice: Random) -> Message:
    event["source"] = dice.choice(
        ["urn:jiedao:grid", "urn:partner:nobody", "", "urn:partner:portal "]
    )
    return message(event)


def _foreign(event: Event, dice: Random) -> Message:
    event["orgunit"] = dice.choice(["110101001000", "150602013003", "1", "民族街道"])
    return message(event)


def _empty(event: Event, dice: Random) -> Message:
    return headers_of(str(event["type"])), dice.choice([None, b"", b" ", b"null", b"[]", b"0"])


def _again(event: Event, _: Random) -> Message:
    return message(event)


def _unlabelled(event: Event) -> Message:
    return [], written(event)


def _holder(event: Event, dice: Random) -> dict[str, Any]:
    data: dict[str, Any] = event["data"]
    inner = [part for part in data.values() if isinstance(part, dict) and part]
    return dice.choice([event, data, data, *inner])


_WAYS: dict[str, Callable[[Event, Random], Message]] = {
    "flipped": _flipped,
    "truncated": _truncated,
    "repeated bytes": _repeated_bytes,
    "dropped": _dropped,
    "retyped": _retyped,
    "nested": _nested,
    "forbidden": _forbidden,
    "swollen": _swollen,
    "other headers": _other_headers,
    "binary": _binary,
    "versioned": _versioned,
    "forged": _forged,
    "foreign": _foreign,
    "empty": _empty,
    "again": _again,
}
# What is large is slow to seal: one in two hundred is enough.
_NAMES = [name for name in _WAYS for _ in range(1 if name == "swollen" else 12)]
