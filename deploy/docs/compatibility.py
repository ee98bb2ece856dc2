"""What today's schemas break for those who hold to a contract that was tagged.

A partner's event must stay accepted: what the contract allows, today's schema takes. An event of
ours must stay readable as well: what today's schema allows, a reader by the contract expects, and
what is in the log already can still be read. A new optional member breaks nobody.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from shared.events.base import service_of
from shared.events.catalogue import PARTNER

Schema = Mapping[str, Any]

MEND = "leave this version as it is; make the next one, with an upcaster, in shared/events/older.py"
_ABOUT = {"title", "description", "default", "examples", "deprecated", "$id", "$schema", "$defs"}
_FOLLOWED = {"type", "enum", "const", "properties", "required", "items"}
# What RFC 8259, 6 lets anybody count on: to say it is to narrow nothing.
_ALWAYS = {"integer": {"maximum": 2**53 - 1, "minimum": -(2**53) + 1}}
_AT_MOST = {"maximum", "exclusiveMaximum", "maxLength", "maxItems"}
_AT_LEAST = {"minimum", "exclusiveMinimum", "minLength", "minItems"}


@dataclass(frozen=True)
class Break:
    """One thing that breaks: `path` in the event, and what became of it."""

    type: str
    path: str
    what: str

    def __str__(self) -> str:
        """Say it, and how to mend it."""
        return f"{self.type}: {self.path or 'the type'} {self.what}; {MEND}"


class _Loss(NamedTuple):
    """Something that was allowed and is not now; `turned` tells it from the other side."""

    path: str
    what: str
    turned: str | None = None
    is_other_type: bool = False


class _Part(NamedTuple):
    said: Schema
    root: Schema


def breaks(tagged: Mapping[str, Schema], today: Mapping[str, Schema]) -> list[Break]:
    """Return what breaks, from JSON Schemas of whole events by type.

    Any change of a pattern, a format or a keyword that is not known here counts as a break.
    """
    return [
        Break(type_, path, what)
        for type_, was in sorted(tagged.items())
        for path, what in dict.fromkeys(_broken(type_, was, today.get(type_)))
    ]


def _broken(type_: str, was: Schema, now: Schema | None) -> Iterator[tuple[str, str]]:
    if now is None:
        yield "", "is gone"
        return
    for loss in _compared("", _Part(was, was), _Part(now, now)):
        yield loss.path, loss.what
    if service_of(type_) == PARTNER:
        return
    for loss in _compared("", _Part(now, now), _Part(was, was)):
        if loss.turned:
            yield loss.path, f"{loss.turned}, which readers of the contract do not expect"


def _compared(path: str, was: _Part, now: _Part) -> Iterator[_Loss]:
    """Of each kind of value that was allowed, say what is lost by its likest kind of today."""
    for kind in _kinds(was):
        found = [list(_lost(path, kind, other)) for other in _kinds(now)]
        yield from min(found, key=lambda lost: (any(x.is_other_type for x in lost), len(lost)))


def _kinds(part: _Part) -> Iterator[_Part]:
    said, root = part
    if "$ref" in said:
        yield from _kinds(_Part(root["$defs"][said["$ref"].rpartition("/")[2]], root))
    elif "anyOf" in said:
        for one in said["anyOf"]:
            yield from _kinds(_Part(one, root))
    else:
        yield part


def _lost(path: str, was: _Part, now: _Part) -> Iterator[_Loss]:
    before, after = was.said.get("type"), now.said.get("type")
    if after not in (None, before, "number" if before == "integer" else before):
        named = before or "of any type"
        yield _Loss(path, f"is no longer {named}", f"may now be {named}", is_other_type=True)
        return
    yield from _values(path, was.said, now.said)
    yield from _limits(path, was.said, now.said)
    yield from _members(path, was, now)
    if "items" in now.said:
        items = _Part(was.said.get("items", {}), was.root)
        yield from _compared(f"{path}[]", items, _Part(now.said["items"], now.root))


def _values(path: str, was: Schema, now: Schema) -> Iterator[_Loss]:
    before, after = _listed(was), _listed(now)
    if after is not None:
        lost = ["any other value"] if before is None else [v for v in before if v not in after]
        if lost:
            named = ", ".join(str(value) for value in lost)
            yield _Loss(path, f"no longer takes {named}", f"may now be {named}")


def _listed(part: Schema) -> list[Any] | None:
    listed: list[Any] | None = [part["const"]] if "const" in part else part.get("enum")
    return listed


def _limits(path: str, was: Schema, now: Schema) -> Iterator[_Loss]:
    for key in sorted(now.keys() - _ABOUT - _FOLLOWED):
        before, after = was.get(key, _ALWAYS.get(was.get("type", ""), {}).get(key)), now[key]
        if key not in _AT_MOST | _AT_LEAST:
            if before != after:
                yield _Loss(path, f"has another {key}", f"has another {key}")
        elif before is None or (after < before if key in _AT_MOST else after > before):
            known = was.get(key, "any")
            narrowed = f"is narrowed: {key} {known} → {after}"
            yield _Loss(path, narrowed, f"is widened: {key} {after} → {known}")


def _members(path: str, was: _Part, now: _Part) -> Iterator[_Loss]:
    before, after = was.said.get("properties", {}), now.said.get("properties", {})
    for name in sorted({*now.said.get("required", ())} - {*was.said.get("required", ())}):
        yield _Loss(_below(path, name), "is newly required", "is no longer always there")
    for name, part in before.items():
        here = _below(path, name)
        if name not in after:
            yield _Loss(here, "is removed")
            continue
        if "default" in part and after[name].get("default", part["default"]) != part["default"]:
            yield _Loss(here, "means something else where it is left out")
        yield from _compared(here, _Part(part, was.root), _Part(after[name], now.root))


def _below(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
