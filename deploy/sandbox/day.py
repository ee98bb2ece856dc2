"""The day file: one CloudEvent a line, read and checked whole before anything starts."""

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deploy.sandbox.words import USAGE, SandboxError
from shared.events.base import partner_topic
from shared.messaging.partners import Partners

STRANGER = "sandbox"
"""The partner on whose topic a source arrives that nobody has registered."""


@dataclass(frozen=True)
class Line:
    """One event to play.

    Args:
        number: its line in the file, from 1.
        topic: the topic it is published on.
        event: the event without its stage directions `offset` and `playon`.
        offset: seconds from the beginning of the day; None: at once, in its turn.
    """

    number: int
    topic: str
    event: dict[str, Any]
    offset: float | None

    @property
    def key(self) -> str | None:
        """The Kafka key: its subject, or its id, or none."""
        named = self.event.get("subject") or self.event.get("id")
        return named if isinstance(named, str) else None


def load_day(path: Path, partners: Partners) -> list[Line]:
    """Return the lines, ordered by offset; those without one keep their place in the file.

    Raises:
        SandboxError: exit code 2, naming the first line that cannot be played.
    """
    try:
        raw = path.read_bytes().removeprefix(b"\xef\xbb\xbf").split(b"\n")
    except OSError as fault:
        raise SandboxError(
            f"读不了文件“{path}”（{fault.strerror}）：请检查权限。",
            f"Cannot read '{path}' ({fault.strerror}): check its permissions.",
            USAGE,
        ) from fault
    lines = [_line(n, text, partners) for n, text in enumerate(raw, 1) if text.strip()]
    if not lines:
        raise SandboxError(
            f"文件“{path}”中没有事件：应每行一个 CloudEvent（JSON 对象）。",
            f"'{path}' holds no events: write one CloudEvent (a JSON object) a line.",
            USAGE,
        )
    return _in_time(lines)


def length_of(day: list[Line]) -> float:
    """Return the last offset in seconds."""
    return max((line.offset or 0.0 for line in day), default=0.0)


def _line(number: int, raw: bytes, partners: Partners) -> Line:
    try:
        event = json.loads(raw)
    except (ValueError, RecursionError):
        event = None
    if not isinstance(event, dict):
        raise SandboxError(
            f"第 {number} 行不是 JSON 对象：请改为一行一个 CloudEvent。",
            f"Line {number} is not a JSON object: write one CloudEvent a line.",
            USAGE,
        )
    offset = _offset(number, event.pop("offset", None))
    return Line(number, _topic(event, event.pop("playon", None), partners), event, offset)


def _offset(number: int, value: object) -> float | None:
    if value is None:
        return None
    try:
        offset = float(value) if isinstance(value, int | float | str) else math.nan
    except (ValueError, OverflowError):
        offset = math.nan
    if isinstance(value, bool) or not math.isfinite(offset) or offset < 0:
        raise SandboxError(
            f"第 {number} 行的 offset 不对：应为从当天开始起的秒数（不小于 0）。",
            f"Line {number}: offset must be seconds from the beginning of the day, 0 or more.",
            USAGE,
        )
    return offset


def _topic(event: dict[str, Any], play_on: object, partners: Partners) -> str:
    named = partners.by_id.get(str(play_on)) if play_on else None
    speaker = named or partners.of_source(str(event.get("source", "")))
    return speaker.topic if speaker else partner_topic(STRANGER)


def _in_time(lines: list[Line]) -> list[Line]:
    timed: list[tuple[float, Line]] = []
    latest = 0.0
    for line in lines:
        latest = line.offset if line.offset is not None else latest
        timed.append((latest, line))
    return [line for _, line in sorted(timed, key=lambda pair: pair[0])]
