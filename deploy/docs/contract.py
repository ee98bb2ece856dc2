"""Tagged contracts: what was promised to partners and readers, kept in docs/contracts/ for ever."""

import json
from pathlib import Path
from typing import Any

from deploy.docs.language import ROOT
from deploy.docs.schemas import schema_of_event
from shared.events.catalogue import EVENTS

CONTRACTS = ROOT / "docs" / "contracts"
_ABOUT = {"title", "description", "examples"}

Contract = dict[str, dict[str, Any]]
"""Type → JSON Schema of the whole event."""


def today() -> Contract:
    """Return the contract of the code as it stands, without its prose."""
    return {type_: _bare(schema_of_event(data)) for type_, data in sorted(EVENTS.items())}


def newest(folder: Path = CONTRACTS) -> tuple[str, Contract] | None:
    """Return the version and the content of the contract that was tagged last, if any was."""
    found = max(folder.glob("*.json"), key=lambda path: ordered(path.stem), default=None)
    return None if found is None else (found.stem, json.loads(found.read_text(encoding="utf-8")))


def keep(version: str, contract: Contract, folder: Path = CONTRACTS) -> Path:
    """Write a contract, one type a line; raise `FileExistsError` rather than replace one."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{version}.json"
    lines = [
        f"{json.dumps(type_)}: {json.dumps(schema, ensure_ascii=False)}"
        for type_, schema in contract.items()
    ]
    with path.open("x", encoding="utf-8") as file:
        file.write("{\n" + ",\n".join(lines) + "\n}\n")
    return path


def ordered(version: str) -> tuple[int, ...]:
    """Return ``1.10.0`` as numbers, which sort as versions do."""
    return tuple(int(number) for number in version.split("."))


def _bare(schema: dict[str, Any]) -> dict[str, Any]:
    kept = {key: part for key, part in schema.items() if key not in _ABOUT}
    for named in ("properties", "$defs"):
        if named in kept:
            kept[named] = {name: _bare(part) for name, part in kept[named].items()}
    if "items" in kept:
        kept["items"] = _bare(kept["items"])
    if "anyOf" in kept:
        kept["anyOf"] = [_bare(part) for part in kept["anyOf"]]
    return kept
