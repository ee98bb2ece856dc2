import re
import subprocess
from pathlib import Path

import pytest
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families

from shared.observability.catalogue import CATALOGUE, PREFIX, Metric
from shared.observability.metrics import Metrics
from shared.testing.servers.process import ROOT

SERVICES = ("intake", "grid", "jobs", "notify")


def used(service: str) -> Metrics:
    """Return metrics of which each has been touched once."""
    metrics = Metrics(service)
    for metric in CATALOGUE:
        if metric.service not in {None, service}:
            continue
        labels = {label: (values or ("x",))[0] for label, values in metric.labels.items()}
        if metric.kind == "counter":
            metrics.count(metric.name, 1, **labels)
        elif metric.kind == "gauge":
            metrics.set(metric.name, 1, **labels)
        else:
            metrics.observe(metric.name, 1, **labels)
    return metrics


@pytest.mark.parametrize("metric", CATALOGUE, ids=lambda metric: metric.name)
def test_a_metric_is_named_as_prometheus_asks(metric: Metric) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9_]*[a-z]", metric.name)
    assert metric.help.endswith(".")
    assert metric.name.endswith("_total") == (metric.kind == "counter")
    assert bool(metric.buckets) == (metric.kind == "histogram")
    assert list(metric.buckets) == sorted(metric.buckets)
    assert not re.search(r"_(ms|sec|minutes|hours|kb|count|sum|bucket|gauge)$", metric.name)
    if metric.unit in {"seconds", "bytes"}:
        assert metric.name.endswith(f"_{metric.unit}")


def test_names_are_unique() -> None:
    names = [metric.name for metric in CATALOGUE]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("service", SERVICES)
def test_the_exposition_shows_every_metric_of_the_service(service: str) -> None:
    text = generate_latest(used(service).registry).decode()
    shown = {family.name for family in text_string_to_metric_families(text)}
    here = [metric for metric in CATALOGUE if metric.service in {None, service}]
    assert shown == {PREFIX + metric.name.removesuffix("_total") for metric in here}
    assert "_created" not in text


def test_promtool_finds_nothing(promtool: Path) -> None:
    text = generate_latest(used("grid").registry)
    check = subprocess.run(  # noqa: S603
        [promtool, "check", "metrics"], input=text, capture_output=True, check=False
    )
    assert (check.returncode, check.stdout + check.stderr) == (0, b"")


def test_promtool_reads_the_alerts(promtool: Path) -> None:
    rules = ROOT / "deploy" / "prometheus" / "rules.yml"
    check = subprocess.run(  # noqa: S603
        [promtool, "check", "rules", rules], capture_output=True, check=False
    )
    assert check.returncode == 0, check.stderr.decode()


def test_what_the_catalogue_does_not_know_is_refused() -> None:
    metrics = Metrics("grid")
    with pytest.raises(KeyError):
        metrics.count("surprises_total")
    with pytest.raises(KeyError):
        metrics.count("timers_fired_total")
    with pytest.raises(KeyError):
        metrics.count("timers_fired_total", person="x", kind="y")
    with pytest.raises(KeyError):
        metrics.count("events_received_total", topic="t", outcome="lost")
    with pytest.raises(KeyError):
        metrics.set("timers_fired_total", 1, kind="y")
    with pytest.raises(KeyError):
        metrics.count("intake_applications_total", state="received")
