"""What surrounds the core in earnest and must not disturb a run: chance, logs, metrics."""

import logging
import random
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from shared.observability.metrics import Metrics

_log = logging.getLogger("jiedao")


class Unheard(Metrics):
    """Metrics that nobody reads; counting would be a tenth of all work."""

    def count(self, name: str, amount: float = 1, **labels: str) -> None:
        """Count nothing."""

    def set(self, name: str, value: float, **labels: str) -> None:
        """Set nothing."""

    def observe(self, name: str, value: float, **labels: str) -> None:
        """Observe nothing."""


@contextmanager
def chance_of(seed: int) -> Iterator[None]:
    """Make what the core draws for itself, pauses and minted ids, the same each time."""
    before, token_bytes = random.getstate(), secrets.token_bytes
    random.seed(seed)
    secrets.token_bytes = random.Random(seed).randbytes  # type: ignore[assignment] # noqa: S311
    try:
        yield
    finally:
        random.setstate(before)
        secrets.token_bytes = token_bytes


@contextmanager
def silence() -> Iterator[None]:
    """Let no warning be made: the core warns of each fault that it survives."""
    before = logging.root.manager.disable
    try:
        # Costly, for every logger forgets what it knew: once is enough where many runs follow.
        if before < logging.WARNING:
            logging.disable(logging.WARNING)
        yield
    finally:
        if before < logging.WARNING:
            logging.disable(before)


class _Errors(logging.Handler):
    """Keeps what the core calls an error: here nothing is."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.told: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        cause = record.exc_info[1] if record.exc_info else None
        self.told.append(f"broke: {record.getMessage()}: {cause!r}")


@contextmanager
def errors() -> Iterator[list[str]]:
    handler = _Errors()
    _log.addHandler(handler)
    propagate, _log.propagate = _log.propagate, False
    try:
        yield handler.told
    finally:
        _log.removeHandler(handler)
        _log.propagate = propagate
