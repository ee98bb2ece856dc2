"""A table of fields from a JSON Schema, one row a member, nested members with dots."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from shared.events.parts import WHOLE

_LIMITS = {
    "minimum": "≥ {}",
    "exclusiveMinimum": "> {}",
    "maximum": "≤ {}",
    "minLength": "≥ {} characters",
    "maxLength": "≤ {} characters",
    "minItems": "≥ {} items",
    "maxItems": "≤ {} items",
}
_NAMES = {"date-time": "time, RFC 3339 with zone"}
# Readers know these without being told each time.
_SILENT = {("minLength", 1), ("minimum", -WHOLE), ("maximum", WHOLE)}


def field_table(schema: Mapping[str, Any]) -> list[str]:
    """Return the lines of a Markdown table: field, type, required, meaning and units."""
    rows = list(_rows(schema, schema.get("$defs", {}), ""))
    if not rows:
        return ["No fields."]
    return ["| field | type | required | meaning |", "|---|---|---|---|", *rows]


def _rows(schema: Mapping[str, Any], defs: Mapping[str, Any], before: str) -> Iterator[str]:
    required = schema.get("required", ())
    for name, part in schema.get("properties", {}).items():
        inner = _plain(part, defs)
        mark = "yes" if name in required else "no"
        yield f"| `{before}{name}` | {_type(inner, defs)} | {mark} | {_meaning(part, inner)} |"
        item = _plain(inner.get("items", {}), defs)
        yield from _rows(inner, defs, f"{before}{name}.")
        yield from _rows(item, defs, f"{before}{name}[].")


def _plain(part: Mapping[str, Any], defs: Mapping[str, Any]) -> Mapping[str, Any]:
    """Follow a reference, and look through "or null"."""
    if "$ref" in part:
        found: Mapping[str, Any] = defs[part["$ref"].rpartition("/")[2]]
        return found
    options = [one for one in part.get("anyOf", ()) if one.get("type") != "null"]
    return _plain(options[0], defs) if options else part


def _type(part: Mapping[str, Any], defs: Mapping[str, Any]) -> str:
    if "enum" in part:
        return " \\| ".join(f"`{value}`" for value in part["enum"])
    if part.get("type") == "array":
        return f"list of {_type(_plain(part.get('items', {}), defs), defs)}"
    named = _NAMES.get(str(part.get("format")), str(part.get("type", "any")))
    limits = [
        words.format(part[key])
        for key, words in _LIMITS.items()
        if key in part and (key, part[key]) not in _SILENT
    ]
    shape = [f"`{part['pattern'].replace('|', chr(92) + '|')}`"] if "pattern" in part else []
    return ", ".join([named, *limits, *shape])


def _meaning(part: Mapping[str, Any], inner: Mapping[str, Any]) -> str:
    said = part.get("description") or inner.get("description") or ""
    default = part.get("default")
    words = [" ".join(said.split())] if said else []
    if default not in (None, [], ""):
        words.append(f"default `{json.dumps(default, ensure_ascii=False).strip(chr(34))}`")
    return "; ".join(words)
