"""Who is told: one member of staff a role and community, so that no event tells a crowd."""

from pathlib import Path
from typing import Any

import yaml

from shared.testing.servers.process import ROOT

COMMUNITIES = [f"150602013{n:03d}" for n in range(1, 8)]
_OFFICE = "150602013000"
_ROLES = ("clerk", "reviewer", "adviser", "shift_leader")
_MAILED = frozenset({"help-requested", "service-rated-bad"})
_ADAPTERS = ROOT / "services"


def write_people(home: Path) -> dict[str, str]:
    """Write notify's roster, and its rules with mail for a few of them; return the settings."""
    workers = _read("grid/adapters/roster.yaml")["workers"]
    staff = [
        _member(f"stf_{role[0]}{n:04d}", role, unit)
        for role in _ROLES
        for n, unit in enumerate(COMMUNITIES, 1)
    ]
    staff += [_member(ref, "grid_worker", _OFFICE) for ref in workers]
    staff += [_member("stf_g0001", "operator", _OFFICE), _member("stf_d0001", None, _OFFICE)]
    rules = _read("notify/adapters/rules.yaml")
    for rule in rules["rules"]:
        if rule["id"] not in _MAILED:
            rule["channels"] = ["inbox"]
    return {
        "NOTIFY_ROSTER_FILE": _written(home / "roster.yaml", {"staff": staff}),
        "NOTIFY_RULES_FILE": _written(home / "rules.yaml", rules),
    }


def _member(ref: str, role: str | None, orgunit: str) -> dict[str, Any]:
    email = f"{ref[4:]}@street.invalid"
    roles = [role] if role else []
    return {"ref": ref, "name": "某某", "email": email, "roles": roles, "orgunit": orgunit}


def _read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((_ADAPTERS / name).read_text(encoding="utf-8"))
    return found


def _written(path: Path, content: dict[str, Any]) -> str:
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return str(path)
