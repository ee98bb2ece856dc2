"""What is wrong and how it is answered: the tables beside this file, one for each matter.

A table is YAML: under a route, as its document names it, a row for each thing that a person might
send. To add a route, add its key; to add a row, give what is sent and what must be said:

    POST /cases/{key}/recall:
      - try: {by: clerk, at: reviewing, send: {reasons: " "}}
        says: 422 reasons
        zh: 请写明内容，不能只有空格。
        en: Say something; blanks alone are not enough.

``by`` is who calls (`WHO`), ``at`` the record that is meant (`world.py`) or what stands in the
path's braces; ``send`` is the JSON body, ``ask`` the query, ``headers`` more headers, ``org`` the
caller's organisation. A value such as ``"{receipt_code}"`` is what the record has of that name.
``says`` is the status and the first field that is named, if any. Write ``try`` alone, then

    python -m tests.services.intake.entrypoints.wrong

writes what is answered to every row: read its difference, it is what people will read.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import yaml

from shared.identity.roles import Role
from tests.services.intake.desk import STREET
from tests.services.intake.entrypoints.edge import Edge
from tests.services.intake.entrypoints.wrong.world import World

TABLES = sorted(Path(__file__).parent.glob("*.yaml"))
WHO = {
    "clerk": (Role.CLERK, "stf_c0001", None),
    "reviewer": (Role.REVIEWER, "stf_r0001", None),
    "leader": (Role.SHIFT_LEADER, "stf_g0001", None),
    "operator": (Role.OPERATOR, "stf_o0001", None),
    "worker": (Role.GRID_WORKER, "stf_g0101", None),
    "kiosk": (Role.KIOSK, "kiosk-1", None),
    "resident": (Role.RESIDENT, "resident-1", None),
    "service": (Role.SERVICE, "svc_exchange", None),
    "partner": (Role.PARTNER, "prt_x", "real-estate"),
}


@dataclass(frozen=True)
class Try:
    """One request."""

    by: str
    at: str | dict[str, str] | None = None
    send: Any = None
    ask: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    org: str = STREET


@dataclass(frozen=True)
class Said:
    """How a request was answered: ``422 reasons``, and the sentence in both languages."""

    says: str
    zh: str
    en: str


@dataclass(frozen=True)
class Row:
    """One wrong request to a route, and the answer that it must have."""

    route: str
    tried: Try
    said: Said

    @classmethod
    def read(cls, route: str, row: dict[str, Any]) -> Self:
        """Read a row; raise `TypeError` or `KeyError` for one that is written wrongly."""
        return cls(route, Try(**row["try"]), Said(str(row["says"]), row["zh"], row["en"]))


def rows(table: Path) -> Iterator[Row]:
    """Return the rows of a table."""
    for route, entries in yaml.safe_load(table.read_text(encoding="utf-8")).items():
        yield from (Row.read(whole(route), entry) for entry in entries)


def whole(route: str) -> str:
    """Return a route as its document names it: a table may leave out the slash before the path."""
    method, _, path = route.partition(" ")
    return f"{method} /{path.removeprefix('/')}"


async def answered(edge: Edge, world: World, route: str, tried: Try) -> Said:
    """Send a request in both languages and return what was said."""
    method, _, template = route.partition(" ")
    names = await world.names(tried.at) if isinstance(tried.at, str) else tried.at or {}
    path = template.format(**names)
    role, subject, partner = WHO[tried.by]
    body = _filled(tried.send, names)
    told = []
    async with edge.client(role, subject, tried.org, partner, **tried.headers) as caller:
        for language in ({"Accept-Language": "zh-CN"}, {"Accept-Language": "en"}):
            answer = await caller.request(
                method, path, json=body, params=tried.ask, headers=language
            )
            assert answer.is_client_error, f"{route} {tried}: {answer.status_code} {answer.text}"
            told.append(answer.json())
    first, english = ((*problem["errors"], {})[0] for problem in told)
    says = f"{told[0]['status']} {first.get('field', '')}".strip()
    # The sentence of a fault in the input stands at its field; the other one counts the faults.
    texts = [
        at.get("detail", said["detail"]) for at, said in zip((first, english), told, strict=True)
    ]
    return Said(says, *texts)


def _filled(send: Any, names: Mapping[str, str]) -> Any:
    if not isinstance(send, dict):
        return send
    known = {f"{{{name}}}": value for name, value in names.items()}
    return {key: known.get(str(value), value) for key, value in send.items()}
