"""Cutting a file into events: one event, a JSON array, or NDJSON, with the lines they begin on."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_BOM = b"\xef\xbb\xbf"
_GAP = re.compile(r"[\s,]*")
_DECODER = json.JSONDecoder()


@dataclass(frozen=True)
class Piece:
    """The bytes of one event, its number in the file, and the line on which it begins (from 1)."""

    number: int
    line: int
    raw: bytes


def pieces_of(content: bytes) -> list[Piece]:
    """Return the events of a file in its order; what is broken is a piece as well."""
    return [Piece(number, line, raw) for number, (line, raw) in enumerate(_cut(content), 1)]


def _cut(content: bytes) -> Iterable[tuple[int, bytes]]:
    content = content.removeprefix(_BOM)
    try:
        text = content.decode()
    except UnicodeDecodeError:
        text = ""
    if text.lstrip().startswith("["):
        return _items(text)
    lines = enumerate((line.strip() for line in content.split(b"\n")), 1)
    written = [(number, line) for number, line in lines if line]
    if any(map(_is_whole, written)):
        return written
    return [(written[0][0], content.strip())] if written else []


def broken_at(piece: Piece) -> tuple[int, int] | None:
    """Return where the JSON breaks off: line of the file, character of the event (from 1)."""
    try:
        json.loads(piece.raw)
    except json.JSONDecodeError as error:
        return piece.line + error.lineno - 1, error.pos + 1
    except (ValueError, RecursionError):
        return None
    return None


def _is_whole(written: tuple[int, bytes]) -> bool:
    # A pretty-printed event has its outer braces on lines of their own.
    _, line = written
    return len(line) > 1 and line[:1] == b"{" and line[-1:] == b"}"


def _items(text: str) -> Iterator[tuple[int, bytes]]:
    at, line = text.index("[") + 1, 1 + text[: text.index("[")].count("\n")
    while True:
        begins = _end_of_gap(text, at)
        line += text.count("\n", at, begins)
        if text[begins : begins + 1] == "]":
            break
        try:
            _, at = _DECODER.raw_decode(text, begins)
        except (ValueError, RecursionError):
            # Where an array breaks, its rest cannot be told apart.
            yield line, text[begins:].strip().encode() or b"["
            return
        yield line, text[begins:at].encode()
        line += text.count("\n", begins, at)
    rest = text[begins + 1 :].strip()
    if rest:
        yield line, f"]{rest}".encode()


def _end_of_gap(text: str, at: int) -> int:
    gap = _GAP.match(text, at)
    return gap.end() if gap else at
