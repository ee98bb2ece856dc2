"""Write what is answered to each row of the tables, for people to read the difference."""

import asyncio
import json
import logging
import re
import tempfile
from pathlib import Path
from typing import Any

import yaml

from tests.services.intake.entrypoints.edge import serving
from tests.services.intake.entrypoints.wrong.rows import TABLES, Said, Try, answered, whole
from tests.services.intake.entrypoints.wrong.world import World

# Plain where YAML reads a text as that text; else as JSON writes it, which YAML reads too.
_PLAIN = re.compile(r"[A-Za-z\u4e00-\u9fff“][^:#{}\[\]\"'&*|>%@`]*")


async def main() -> None:
    """Write every table anew, with its comments at the top kept."""
    logging.disable()
    for table in TABLES:
        text = table.read_text(encoding="utf-8")
        head = [line for line in text.splitlines() if line.startswith("#")]
        lines = head + await _written(yaml.safe_load(text))
        table.write_text("\n".join(lines) + "\n", encoding="utf-8")


async def _written(table: dict[str, list[dict[str, Any]]]) -> list[str]:
    lines = []
    with tempfile.TemporaryDirectory() as home:
        async with serving(Path(home)) as edge:
            world = World(edge)
            for route, entries in table.items():
                lines.append(f"{route}:")
                for tried in (entry["try"] for entry in entries):
                    lines += _row(tried, await answered(edge, world, whole(route), Try(**tried)))
    return lines


def _row(tried: Any, said: Said) -> list[str]:
    return [
        f"  - try: {_flow(tried)}",
        f"    says: {said.says}",
        f"    zh: {_text(said.zh)}",
        f"    en: {_text(said.en)}",
    ]


def _flow(value: Any) -> str:
    written = yaml.safe_dump(
        value, allow_unicode=True, default_flow_style=True, width=10_000, sort_keys=False
    )
    return written.removesuffix("...\n").strip()


def _text(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


if __name__ == "__main__":
    asyncio.run(main())
