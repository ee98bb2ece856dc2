"""docs/metrics.md: every metric, and which alert and which panel looks at it."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

import yaml

from deploy.docs.language import ROOT
from shared.observability.catalogue import CATALOGUE, PREFIX, Metric

_RULES = ROOT / "deploy" / "prometheus" / "rules.yml"
_DASHBOARD = ROOT / "deploy" / "grafana" / "dashboards" / "jiedao.json"
_HEAD = """\
# Metrics

Every service shows these at `/metrics`; `shared/observability/catalogue.py` is the one place that
names them. No label holds anything about a person. What to do when one is not as it should be:
[runbooks/delivery.md](runbooks/delivery.md). Alerts are those of `deploy/prometheus/rules.yml`,
panels those of the dashboard in `deploy/grafana/`.

| metric | kind, unit | labels | what | alert; panel |
|---|---|---|---|---|"""


def metrics_text() -> str:
    """Return the text of docs/metrics.md."""
    seen = {**_alerts(), **_panels()}
    return "\n".join([_HEAD, *(_row(metric, seen) for metric in CATALOGUE), ""])


def _row(metric: Metric, seen: Mapping[str, list[str]]) -> str:
    labels = ", ".join(f"`{label}`" for label in metric.labels) or "—"
    named = re.compile(rf"\b{PREFIX}{metric.name}(_bucket|_sum|_count)?\b")
    lookers = [name for name, exprs in seen.items() if any(map(named.search, exprs))]
    scope = f" Only {metric.service}." if metric.service else ""
    return (
        f"| `{PREFIX}{metric.name}` | {metric.kind}, {metric.unit} | {labels} "
        f"| {metric.help}{scope} | {'; '.join(lookers) or '—'} |"
    )


def _alerts() -> dict[str, list[str]]:
    groups = yaml.safe_load(_RULES.read_text(encoding="utf-8"))["groups"]
    return {f"**{rule['alert']}**": [rule["expr"]] for group in groups for rule in group["rules"]}


def _panels() -> dict[str, list[str]]:
    panels: Iterable[dict[str, Any]] = json.loads(_DASHBOARD.read_text(encoding="utf-8"))["panels"]
    return {panel["title"]: [target["expr"] for target in panel["targets"]] for panel in panels}
