"""What a partner may get wrong: a valid record, made one of which nothing may come."""

import json
from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.faults.chaos.load import Said


def spoiled(said: "Said", random: Random) -> "Said":
    """Return the record, invalid in one way."""
    return replace(random.choice(_WAYS)(said), event=None)


def _cut_off(said: "Said") -> "Said":
    return replace(said, value=(said.value or b"")[:-20])


def _emptied(said: "Said") -> "Said":
    return replace(said, value=None)


def _with_a_bad_header(said: "Said") -> "Said":
    return replace(said, headers=[*said.headers, ("ce_note", b"\xff\xfe")])


def _changed(change: Callable[[dict[str, Any]], None]) -> Callable[["Said"], "Said"]:
    def changed(said: "Said") -> "Said":
        event = json.loads(said.value or b"")
        change(event)
        return replace(said, value=json.dumps(event, ensure_ascii=False).encode())

    return changed


def _forge(event: dict[str, Any]) -> None:
    event["source"] = "urn:partner:somebody-else"


def _leave_out_the_data(event: dict[str, Any]) -> None:
    del event["data"]


def _forbid(event: dict[str, Any]) -> None:
    event["data"]["religion"] = "-"


_WAYS = (
    _cut_off,
    _emptied,
    _with_a_bad_header,
    _changed(_forge),
    _changed(_leave_out_the_data),
    _changed(_forbid),
)
