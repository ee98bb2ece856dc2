"""Events of every type, drawn from their JSON Schemas: whatever the contract allows."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

from deploy.docs.examples import example_of
from shared.events.base import AnyEnvelope, EventData, envelope_model

BEIJING = timezone(timedelta(hours=8))
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40)
# As docs/events.md says of every time; JSON Schema has no words for it.
TIMES = st.datetimes(
    datetime(1900, 1, 2),  # noqa: DTZ001 - the zone is drawn
    datetime(2199, 12, 31),  # noqa: DTZ001
    timezones=st.sampled_from([UTC, BEIJING]),
)

Schema = Mapping[str, Any]
Drawn = st.SearchStrategy[Any]


def events(data: type[EventData]) -> st.SearchStrategy[AnyEnvelope]:
    """Events of one type: attributes and data that its model allows."""
    schema = data.model_json_schema()
    changes = st.fixed_dictionaries(
        {"id": WORDS, "subject": WORDS, "time": TIMES, "data": values(schema, schema)}
    )
    whole = {**dict(example_of(data)), "data": None}
    return st.builds(lambda said: envelope_model(data).model_validate({**whole, **said}), changes)


def values(part: Schema, root: Schema) -> Drawn:
    """Values that fit a part of a schema."""
    if "$ref" in part:
        return values(root["$defs"][part["$ref"].rpartition("/")[2]], root)
    if "anyOf" in part:
        return st.one_of([values(one, root) for one in part["anyOf"]])
    if "enum" in part or "const" in part:
        return st.sampled_from(part.get("enum") or [part["const"]])
    return _BY_TYPE[part["type"]](part, root)


def _objects(part: Schema, root: Schema) -> Drawn:
    members = {name: values(inner, root) for name, inner in part.get("properties", {}).items()}
    needed = {name: members.pop(name) for name in part.get("required", ())}
    return st.fixed_dictionaries(needed, optional=members)


def _arrays(part: Schema, root: Schema) -> Drawn:
    most = min(part.get("maxItems", 3), 3)
    return st.lists(values(part["items"], root), min_size=part.get("minItems", 0), max_size=most)


def _strings(part: Schema, _: Schema) -> Drawn:
    if part.get("format") == "date-time":
        return TIMES.map(lambda time: time.isoformat())
    least, most = part.get("minLength", 0), part.get("maxLength", 40)
    if "pattern" in part:
        ascii_ = st.characters(codec="ascii")
        found = st.from_regex(part["pattern"], fullmatch=True, alphabet=ascii_)
        return found.filter(lambda text: least <= len(text) <= most)
    return st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=least, max_size=40)


def _integers(part: Schema, _: Schema) -> Drawn:
    above = part.get("exclusiveMinimum")
    least = part.get("minimum", -(2**31)) if above is None else above + 1
    return st.integers(least, part.get("maximum", 2**31))


def _numbers(part: Schema, _: Schema) -> Drawn:
    least = part.get("minimum", part.get("exclusiveMinimum"))
    open_ = "exclusiveMinimum" in part
    return st.floats(least, part.get("maximum"), exclude_min=open_, allow_nan=False).filter(
        lambda number: abs(number) != float("inf")
    )


_BY_TYPE: dict[str, Callable[[Schema, Schema], Drawn]] = {
    "object": _objects,
    "array": _arrays,
    "string": _strings,
    "integer": _integers,
    "number": _numbers,
    "boolean": lambda _, __: st.booleans(),
    "null": lambda _, __: st.none(),
}
