"""docs/events.md: how to send, and every event with a whole example."""

import inspect
import json
from pathlib import Path

from deploy.docs.examples import example_json
from deploy.docs.fields import field_table
from deploy.docs.language import PARTNERS, hearers_of, topics_of
from shared.events.base import EventData
from shared.events.catalogue import PARTNER, SERVICES, owned_by
from shared.events.upcasting import replaced_by

GUIDE = Path(__file__).with_name("guide.md")
_OWNERS = (PARTNER, *SERVICES)


def events_text() -> str:
    """Return the text of docs/events.md."""
    guide = GUIDE.read_text(encoding="utf-8").replace("{partners}", "\n".join(_partners()))
    return "\n".join([guide, *_contents(), *(part for o in _OWNERS for part in _chapter(o))])


def _partners() -> list[str]:
    rows = [
        f"| `{one.id}` | {one.name} | {', '.join(f'`{s}`' for s in one.sources)} | `{one.topic}` "
        f"| {', '.join(f'`{t}`' for t in one.types) or '—'} | {one.desk} |"
        for one in PARTNERS.partners
    ]
    head = ["| id | who | source | topic | may publish | desk |", "|---|---|---|---|---|---|"]
    return [*head, *rows]


def _contents() -> list[str]:
    rows = [
        f"| [`{data.type}`](#{_anchor(data.type)}) | {_first_line(data)} | {_hearers(data)} |"
        for owner in _OWNERS
        for data in owned_by(owner)
    ]
    return ["## All events", "", "| type | what happened | heard by |", "|---|---|---|", *rows, ""]


def _chapter(owner: str) -> list[str]:
    title = "Events of partners" if owner == PARTNER else f"Events of {owner}"
    return [f"## {title}", "", *(part for data in owned_by(owner) for part in _event(data))]


def _event(data: type[EventData]) -> list[str]:
    example = json.dumps(example_json(data), ensure_ascii=False, indent=2)
    return [
        f"### {data.type}",
        "",
        inspect.getdoc(data) or "",
        "",
        _travels(data),
        "",
        *field_table(data.model_json_schema()),
        "",
        "```json",
        example,
        "```",
        "",
    ]


def _travels(data: type[EventData]) -> str:
    topics = ", ".join(f"`{topic}`" for topic in topics_of(data))
    schema = f"[JSON Schema](schemas/{data.type}.json)"
    newer = replaced_by(data)
    old = f" Replaced by [`{newer.type}`](#{_anchor(newer.type)}); still taken." if newer else ""
    return f"Topic: {topics}. Key: `subject`. Heard by: {_hearers(data)}. Schema: {schema}.{old}"


def _hearers(data: type[EventData]) -> str:
    return ", ".join(hearers_of(data)) or "—"


def _first_line(data: type[EventData]) -> str:
    return (inspect.getdoc(data) or "").partition("\n")[0]


def _anchor(type_: str) -> str:
    return type_.replace(".", "")
