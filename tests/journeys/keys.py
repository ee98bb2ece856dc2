"""Partners with private keys of their own, and a registry that knows the public halves."""

import json
from pathlib import Path
from typing import Any

import yaml
from joserfc import jwe
from joserfc.jwk import ECKey

from tests.journeys.town import PARTNERS_FILE

_JWE = {"use": "enc", "alg": "ECDH-ES+A256KW"}
PLATFORM = {
    "id": "national-platform",
    "name": "上级平台",
    "sources": ["urn:partner:national-platform"],
    "types": [],
    "desk": "intake",
    "orgunit": "150602013000",
}


class PartnerKeys:
    """The registry that ships, in which two partners have keys that only they can open with."""

    def __init__(self, folder: Path) -> None:
        self.registry = folder / "partners.yaml"
        self._keys = {name: _made(name) for name in ("real-estate", str(PLATFORM["id"]))}
        rows = yaml.safe_load(PARTNERS_FILE.read_text(encoding="utf-8"))["partners"]
        told = [self._with_key(row) for row in (*rows, PLATFORM)]
        self.registry.write_text(json.dumps({"partners": told}), encoding="utf-8")

    def opened(self, partner: str, sealed: str) -> dict[str, Any]:
        """Open what was sealed to a partner, as its own program does."""
        content = jwe.decrypt_compact(
            sealed, self._keys[partner], algorithms=["ECDH-ES+A256KW", "A256GCM"]
        )
        told: dict[str, Any] = json.loads(content.plaintext or b"")
        return told

    def _with_key(self, row: dict[str, Any]) -> dict[str, Any]:
        key = self._keys.get(row["id"])
        return {**row, "key": key.as_dict(private=False)} if key else row


def _made(name: str) -> ECKey:
    return ECKey.generate_key("P-256", {"kid": f"{name}-1", **_JWE})  # type: ignore[arg-type]
