"""Dashboard and alerts speak of metrics and labels that exist."""

import re

import pytest

from shared.observability.catalogue import CATALOGUE, PREFIX, Metric
from tests.architecture.composed import CONTAINERS, DASHBOARD, PROMETHEUS, RULES, expressions
from tests.architecture.tree import ROOT, told

METRICS = {PREFIX + metric.name: metric for metric in CATALOGUE}
SCRAPED = {"service", "le", "job"}


@pytest.mark.parametrize("expression", sorted(set(expressions())))
def test_every_metric_and_label_of_an_expression_exists(expression: str) -> None:
    series = re.findall(r"\b(jiedao_\w+)", expression)
    assert series or re.search(r'\bup\{job="jiedao"\}', expression)
    metrics = [metric_of(name) for name in series]
    known = {label for metric in metrics for label in metric.labels} | SCRAPED
    grouped = re.findall(r"by \(([^)]*)\)", expression)
    selected = re.findall(r"(\w+)(?:=~|!=|!~|=)\"", expression)
    assert {name for part in grouped for name in re.split(r",\s*", part)} <= known
    assert set(selected) <= known


@pytest.mark.parametrize("expression", sorted(set(expressions())))
def test_counters_are_shown_as_rates_and_gauges_as_they_are(expression: str) -> None:
    for name in re.findall(r"\b(jiedao_\w+)", expression):
        moved = re.search(rf"(?:rate|increase)\({name}\b", expression) is not None
        assert moved == (metric_of(name).kind != "gauge"), name


def test_every_legend_names_labels_of_its_expression() -> None:
    for panel in DASHBOARD["panels"]:
        for target in panel["targets"]:
            grouped = " ".join(re.findall(r"by \(([^)]*)\)", target["expr"]))
            shown = re.findall(r"\{\{(\w+)\}\}", target["legendFormat"])
            assert set(shown) <= set(re.split(r",?\s+", grouped)), panel["title"]


def test_every_panel_has_its_own_place_and_the_provisioned_source() -> None:
    source = (ROOT / "deploy/grafana/provisioning/datasources/prometheus.yml").read_text("utf-8")
    assert {panel["datasource"]["uid"] for panel in DASHBOARD["panels"]} == {"prometheus"}
    assert "uid: prometheus\n" in source
    places = [(p["gridPos"]["x"], p["gridPos"]["y"]) for p in DASHBOARD["panels"]]
    assert len(set(places)) == len(places)
    assert all(p["gridPos"]["x"] + p["gridPos"]["w"] <= 24 for p in DASHBOARD["panels"])


def test_dashboard_folder_and_rule_file_are_where_they_are_looked_for() -> None:
    provider = ROOT / "deploy/grafana/provisioning/dashboards/jiedao.yml"
    mounts = " ".join(CONTAINERS["grafana"]["volumes"])
    path = re.search(r"path: (\S+)", provider.read_text("utf-8"))
    assert path is not None
    assert f"./deploy/grafana/dashboards:{path[1]}:" in mounts
    rules = [ROOT / "deploy/prometheus" / name for name in PROMETHEUS["rule_files"]]
    assert [told(path) for path in rules if not path.is_file()] == []


def test_every_alert_says_in_both_languages_what_a_person_does() -> None:
    for group in RULES["groups"]:
        for rule in group["rules"]:
            said = " ".join(rule["annotations"][part] for part in ("summary", "description"))
            assert re.search(r"[\u4e00-\u9fff]", said)
            assert re.search(r"[A-Za-z]{4,}", said)
            assert rule["labels"]["severity"] in {"page", "ticket"}


def test_every_alert_has_its_row_in_the_runbook() -> None:
    runbook = (ROOT / "docs/runbooks/delivery.md").read_text("utf-8")
    alerts = {rule["alert"] for group in RULES["groups"] for rule in group["rules"]}
    assert alerts - set(re.findall(r"\*\*(\w+)\*\*", runbook)) == set()


def test_the_runbook_speaks_of_metrics_that_exist() -> None:
    text = (ROOT / "docs/runbooks/delivery.md").read_text("utf-8")
    rows = re.findall(r"^\|[^|]*\| ([^|]*_[^|]*) \|", text, re.MULTILINE)
    named = {name for row in rows for name in re.findall(r"`([a-z_]+_[a-z_]+)", row)}
    assert named
    assert {f"{PREFIX}{name}" for name in named} - METRICS.keys() == set()


def metric_of(series: str) -> Metric:
    stem = re.sub(r"_(bucket|sum|count)$", "", series)
    metric = METRICS.get(series) or METRICS[stem]
    assert (metric.kind == "histogram") == (stem != series)
    return metric
