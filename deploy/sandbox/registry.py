"""The partners of the sandbox: those that ship, with keys whose private halves lie in it.

The keys that ship are examples, so that nobody could open what is sealed to them.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from shared.privacy.jwe import ServiceKey
from shared.testing.servers.process import ROOT

SHIPPED = ROOT / "deploy" / "partners.yaml"


def write_registry(place: Path, key_of: Callable[[str], Path]) -> None:
    """Write the registry of the sandbox; a partner that seals gets a key file, once."""
    content = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))
    told = [_with_own_key(row, key_of(row["id"])) for row in content["partners"]]
    place.write_text(json.dumps({"partners": told}, ensure_ascii=False), encoding="utf-8")


def _with_own_key(row: dict[str, Any], place: Path) -> dict[str, Any]:
    if "key" not in row:
        return row
    if not place.exists():
        ServiceKey.generate(f"{row['id']}-1").save(place)
    return {**row, "key": ServiceKey.load(place).public_jwks()["keys"][0]}
