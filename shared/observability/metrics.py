"""The catalogue made countable: one object a process, no name or label beside the catalogue."""

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
)

from shared.observability.catalogue import CATALOGUE, PREFIX, Metric

__all__ = ["CATALOGUE", "Metric", "Metrics"]


class Metrics:
    """The metrics of one service.

    Args:
        service: decides which business counts exist here.
        registry: where they are shown; a new one by default.
    """

    def __init__(self, service: str, registry: CollectorRegistry | None = None) -> None:
        # Each counter would bring a second series with the time it was made.
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self.service = service
        self.registry = registry or CollectorRegistry()
        here = [metric for metric in CATALOGUE if metric.service in {None, service}]
        self._known = {metric.name: metric for metric in here}
        self._counters = {m.name: _counter(m, self.registry) for m in here if m.kind == "counter"}
        self._gauges = {m.name: _gauge(m, self.registry) for m in here if m.kind == "gauge"}
        self._histograms = {
            m.name: _histogram(m, self.registry) for m in here if m.kind == "histogram"
        }

    def count(self, name: str, amount: float = 1, **labels: str) -> None:
        """Add to a counter.

        Raises:
            KeyError: the catalogue has no such counter, label or label value.
        """
        counter = self._counters[name]
        self._check(name, labels)
        (counter.labels(**labels) if labels else counter).inc(amount)

    def set(self, name: str, value: float, **labels: str) -> None:
        """Set a gauge; raises like `count`."""
        gauge = self._gauges[name]
        self._check(name, labels)
        (gauge.labels(**labels) if labels else gauge).set(value)

    def observe(self, name: str, value: float, **labels: str) -> None:
        """Put a value, in the metric's unit, into a histogram; raises like `count`."""
        histogram = self._histograms[name]
        self._check(name, labels)
        (histogram.labels(**labels) if labels else histogram).observe(value)

    def _check(self, name: str, labels: dict[str, str]) -> None:
        allowed = self._known[name].labels
        if labels.keys() != allowed.keys():
            raise KeyError(f"{name} has the labels {sorted(allowed)}, not {sorted(labels)}")
        for label, value in labels.items():
            if allowed[label] and value not in allowed[label]:
                raise KeyError(f"{name}: {label} is one of {allowed[label]}")


def _counter(metric: Metric, registry: CollectorRegistry) -> Counter:
    return Counter(PREFIX + metric.name, metric.help, tuple(metric.labels), registry=registry)


def _gauge(metric: Metric, registry: CollectorRegistry) -> Gauge:
    return Gauge(PREFIX + metric.name, metric.help, tuple(metric.labels), registry=registry)


def _histogram(metric: Metric, registry: CollectorRegistry) -> Histogram:
    return Histogram(
        PREFIX + metric.name,
        metric.help,
        tuple(metric.labels),
        buckets=metric.buckets,
        registry=registry,
    )
