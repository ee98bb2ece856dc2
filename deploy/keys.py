"""`python -m deploy.keys`: make the secret files that compose.yaml names; keep those that exist.

Its own token issuer is for trying things out: a real office sets ISSUER and JWKS to its identity
provider's and puts that provider's token into ``jobs_service_token``.
"""

import argparse
import base64
import json
import os
import secrets
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from shared.events.catalogue import SERVICES
from shared.identity.issuer import KEY_FILE, Issuer
from shared.identity.roles import Role
from shared.privacy.jwe import ServiceKey
from shared.privacy.sealing import Keyring

ISSUER = "urn:jiedao:compose"
OFFICE = "150602013000"
_HOME = Path("secrets")
_YEAR = timedelta(days=365)


def makers(home: Path) -> dict[str, Callable[[], str]]:
    """Return every secret file by name, and what makes its content."""
    made: dict[str, Callable[[], str]] = {
        "mongo_root_password": _password,
        "mongo_keyfile": lambda: base64.b64encode(secrets.token_bytes(512)).decode(),
        "grafana_admin_password": _password,
        "issuer_jwks": lambda: json.dumps(issuer_of(home).jwks()),
        "jobs_service_token": lambda: _service_token(home),
    }
    for service in SERVICES:
        made[f"{service}_mongo_password"] = _password
        made[f"{service}_master_key"] = Keyring.new_secret
        made[f"{service}_index_key"] = Keyring.new_secret
        made[f"{service}_jwe_key"] = lambda service=service: _jwe_key(service)  # type: ignore[misc]
    return made


def make(home: Path) -> list[str]:
    """Make the files that are missing; return their names."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    (home / ".gitignore").write_text("*\n", encoding="utf-8")
    missing = [name for name in makers(home) if not (home / name).exists()]
    for name in missing:
        _write(home / name, makers(home)[name]())
    return missing


def issuer_of(home: Path) -> Issuer:
    """Return the issuer for trying things out."""
    folder = home / "issuer"
    if (folder / KEY_FILE).exists():
        return Issuer.load(folder, issuer=ISSUER)
    return Issuer.create(folder, issuer=ISSUER)


def main() -> int:
    """Make the files, or print a token."""
    parser = argparse.ArgumentParser(prog="python -m deploy.keys", description=__doc__)
    parser.add_argument("--home", type=Path, default=_HOME, help="folder (default: secrets)")
    parser.add_argument("--token", type=Role, choices=list(Role), help="print a token of this role")
    parser.add_argument("--subject", default="stf_c0001", help="who it is for")
    parser.add_argument("--org", default=OFFICE, help="12-digit organisation code")
    given = parser.parse_args()
    if given.token:
        print(issuer_of(given.home).token(given.subject, [given.token], given.org))
        return 0
    for name in make(given.home):
        print(given.home / name)
    return 0


def _password() -> str:
    # Hexadecimal, because it stands in a connection string.
    return secrets.token_hex(24)


def _jwe_key(service: str) -> str:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "key"
        ServiceKey.generate(f"{service}-1").save(path)
        return path.read_text(encoding="utf-8")


def _service_token(home: Path) -> str:
    return issuer_of(home).token("svc_jobs", [Role.SERVICE], OFFICE, lifetime=_YEAR)


def _write(path: Path, text: str) -> None:
    # Containers read these under users of their own; the folder keeps everybody else out.
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o444)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)


if __name__ == "__main__":
    sys.exit(main())
