"""compose.yaml and what stands beside it, as data."""

import json
import re
from collections.abc import Iterator
from typing import Any

import yaml

from tests.architecture.tree import ROOT

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
CONTAINERS: dict[str, dict[str, Any]] = COMPOSE["services"]
DOCKERFILE = (ROOT / "deploy" / "Dockerfile").read_text(encoding="utf-8")
PROMETHEUS: dict[str, Any] = yaml.safe_load(
    (ROOT / "deploy" / "prometheus" / "prometheus.yml").read_text(encoding="utf-8")
)
RULES: dict[str, Any] = yaml.safe_load(
    (ROOT / "deploy" / "prometheus" / "rules.yml").read_text(encoding="utf-8")
)
DASHBOARD: dict[str, Any] = json.loads(
    (ROOT / "deploy" / "grafana" / "dashboards" / "jiedao.json").read_text(encoding="utf-8")
)
_DEFAULT = re.compile(r"\$\{\w+:-([^}]*)\}")


def environment(name: str) -> dict[str, str]:
    """Return a container's variables; those from outside by their defaults."""
    given: dict[str, str] = CONTAINERS[name].get("environment", {})
    return {key: by_default(value) for key, value in given.items()}


def by_default(value: str) -> str:
    """Return a value as it is where nobody sets the variables that it names."""
    return _DEFAULT.sub(r"\1", value)


def expressions() -> Iterator[str]:
    """Return every PromQL expression of the dashboard and the alerts."""
    for panel in DASHBOARD["panels"]:
        yield from (target["expr"] for target in panel["targets"])
    for group in RULES["groups"]:
        yield from (rule["expr"] for rule in group["rules"])


def pins(name: str) -> dict[str, str]:
    """Return package → exact version of a lock file."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9._-]+)(?:\[[^]]*\])?==([^\s;]+)", text, re.MULTILINE))


def health_path(test: list[str]) -> str:
    """Return the path that a health check asks for."""
    found = re.search(r"http://127\.0\.0\.1:\d+(/[\w/-]+)", " ".join(test))
    return found[1] if found else ""
