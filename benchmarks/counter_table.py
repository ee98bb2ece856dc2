"""The table of the counter: what was waited for, by request, and lives a second."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from benchmarks.options import middle, percentile
from benchmarks.report import Goal, Section, rounded

EMPTY, FULL = "empty", "full"
_READS = ("counts", "queue", "get", "history", "search")
WRITE = "write"
_PARTS = (0.5, 0.95, 0.99)
_WANTED = {"counts": 50.0, "queue": 50.0, "get": 20.0, WRITE: 100.0}


@dataclass(frozen=True)
class Way:
    """How the users come: `pause` seconds on average between two requests, or at a `rate`."""

    said: str
    session: str = "desk"
    pause: float = 0.0
    rate: float = 0.0


THINKING = Way("50 users, 1 s between two requests", pause=1.0)
FLAT_OUT = Way("50 users without a pause")
OPEN = Way("sessions that begin at 5 a second", rate=5.0)
INSTANT = Way("instant item", "instant")
PROMISED = Way("promised item", "promised")
WAYS = (THINKING, OPEN, FLAT_OUT)
LIVES = (INSTANT, PROMISED)


@dataclass
class Level:
    """What one round of one way gave; delays in seconds."""

    delays: dict[str, list[float]]
    sessions_a_second: float
    requests_a_second: float
    cpu: dict[str, float] = field(default_factory=dict)


def said_of(level: Level) -> str:
    """Return a line of it."""
    parts = [f"{level.sessions_a_second:.1f} sessions/s, {level.requests_a_second:.0f} requests/s"]
    for name, delays in grouped(level.delays).items():
        p95 = percentile(delays, 0.95) * 1000
        parts.append(f"{name} p95 {p95:.0f} ms")
    parts.append(f"CPU us: {', '.join(f'{k} {v:.0f}' for k, v in level.cpu.items())}")
    return "; ".join(parts)


def grouped(delays: Mapping[str, list[float]]) -> dict[str, list[float]]:
    """Return the delays with all writes as one."""
    known = {name: delays[name] for name in _READS if delays.get(name)}
    writes = [delay for name, some in delays.items() if name not in _READS for delay in some]
    return {**known, **({WRITE: writes} if writes else {})}


def section(count: int, found: Mapping[tuple[str, Way], list[Level]]) -> Section:
    """Return the tables and the goals; `found` holds each round by database and way."""
    rows, goals = [], []
    for way in WAYS:
        levels = found[FULL, way]
        told = {name: _figures(levels, name) for name in (*_READS, WRITE)}
        parts = {name: figures for name, figures in told.items() if figures}
        rate = f"{rounded(middle([level.requests_a_second for level in levels]))} requests/s"
        rows += [
            [f"{way.said}: {rate}", name, *(rounded(figures[at]) for at in _PARTS)]
            for name, figures in parts.items()
        ]
        if way is not OPEN:
            goals += [
                Goal(f"{name} p95, {way.said}", parts[name][0.95], limit, "ms", most=True)
                for name, limit in _WANTED.items()
                if name in parts
            ]
    for way in LIVES:
        rates = {name: _lives(found[name, way]) for name in (EMPTY, FULL)}
        rows += [
            [f"lives of a {way.said}, {name}: {rounded(rate)} a second", *[""] * 4]
            for name, rate in rates.items()
        ]
        goals.append(Goal(f"lives/s, {way.said}, {count:,}", rates[FULL], 200, "/s"))
        ratio = rates[FULL] / rates[EMPTY] if rates[EMPTY] else 0.0
        goals.append(Goal(f"lives/s, {way.said}, {count:,} over empty", ratio, 0.9))
    heads = ["how the users come", "request", *(f"p{at * 100:.0f}, ms" for at in _PARTS)]
    measured = {
        f"{name}: {way.said}": [_kept(level) for level in levels]
        for (name, way), levels in found.items()
    }
    return Section(f"A counter with {count:,} applications", heads, rows, goals, measured)


def _figures(levels: list[Level], name: str) -> dict[float, float]:
    rounds = [some for level in levels if (some := grouped(level.delays).get(name))]
    if not rounds:
        return {}
    return {at: middle([percentile(one, at) * 1000 for one in rounds]) for at in _PARTS}


def _lives(levels: list[Level]) -> float:
    return middle([level.sessions_a_second for level in levels])


def _kept(level: Level) -> dict[str, Any]:
    return {
        "sessions a second": level.sessions_a_second,
        "requests a second": level.requests_a_second,
        "CPU, us a request": level.cpu,
        "ms": {
            name: [percentile(some, at) * 1000 for at in _PARTS]
            for name, some in level.delays.items()
            if some
        },
    }
