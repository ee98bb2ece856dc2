"""What was measured: goals, results.json and the tables of the README."""

import json
import os
import platform
import re
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from shared.testing.servers.kafka_jars import POM
from shared.testing.servers.mongo import find_mongod

RESULTS = Path(__file__).with_name("results.json")
README = Path(__file__).with_name("README.md")
MARKS = ("<!-- results -->", "<!-- end of results -->")
_PACKAGES = ("faststream", "aiokafka", "motor", "pymongo", "pydantic", "fastapi", "uvicorn")


@dataclass(frozen=True)
class Goal:
    """A figure and what it should be; `most` says that less is better."""

    what: str
    value: float
    goal: float
    unit: str = ""
    most: bool = False

    @property
    def met(self) -> bool:
        """Whether it is reached."""
        return self.value <= self.goal if self.most else self.value >= self.goal

    def row(self) -> list[str]:
        """Return the cells of a table."""
        sign = "≤" if self.most else "≥"
        unit = f" {self.unit}" if self.unit else ""
        wanted = f"{sign} {self.goal:g}{unit}"
        return [self.what, f"{rounded(self.value)}{unit}", wanted, "yes" if self.met else "**no**"]


@dataclass(frozen=True)
class Section:
    """One benchmark's outcome: tables to read, goals, and everything that was measured."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    goals: Sequence[Goal]
    measured: Mapping[str, Any]

    def text(self) -> str:
        """Return it as Markdown."""
        parts = [f"### {self.title}", table(self.heads, self.rows)]
        if self.goals:
            heads = ["goal", "measured", "wanted", "met"]
            parts.append(table(heads, [goal.row() for goal in self.goals]))
        return "\n\n".join(parts)


def rounded(value: float) -> str:
    """Return three significant digits and no exponent."""
    return f"{float(f'{value:.3g}'):,g}" if abs(value) < 1000 else f"{value:,.0f}"  # noqa: PLR2004


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def machine() -> dict[str, str]:
    """Say on what this ran."""
    cpu = re.search(r"model name\s*: (.+)", _read("/proc/cpuinfo"))
    memory = re.search(r"MemTotal:\s*(\d+)", _read("/proc/meminfo"))
    return {
        "cpu": f"{os.cpu_count()} x {cpu.group(1) if cpu else platform.machine()}",
        "memory": f"{int(memory.group(1)) / 2**20:.0f} GiB" if memory else "unknown",
        "system": platform.system(),
        "load before": f"{os.getloadavg()[0]:.1f}",
    }


def versions() -> dict[str, str]:
    """Say what ran."""
    kafka = re.search(r"<version>([^<]+)</version>", POM.read_text(encoding="utf-8"))
    said = subprocess.run(  # noqa: S603 - the path is ours
        [str(find_mongod()), "--version"], capture_output=True, text=True, check=False
    ).stdout
    mongod = re.search(r"v([\d.]+)", said)
    return {
        "Python": platform.python_version(),
        "Apache Kafka": kafka.group(1) if kafka else "unknown",
        "mongod": mongod.group(1) if mongod else "unknown",
        **{name: version(name) for name in _PACKAGES},
    }


def keep(name: str, section: Section, surroundings: Mapping[str, Any]) -> None:
    """Write a section into results.json, beside those of earlier runs, and into the README."""
    known = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    goals = [{**asdict(goal), "met": goal.met} for goal in section.goals]
    known[name] = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        **surroundings,
        "goals": goals,
        "measured": section.measured,
        "text": section.text(),
    }
    text = json.dumps(known, indent=2, ensure_ascii=False)
    RESULTS.write_text(f"{text}\n", encoding="utf-8")
    before, _, rest = README.read_text(encoding="utf-8").partition(MARKS[0])
    after = rest.partition(MARKS[1])[2]
    README.write_text(f"{before}{MARKS[0]}\n\n{_whole(known)}\n\n{MARKS[1]}{after}", "utf-8")


def _whole(known: Mapping[str, Any]) -> str:
    return "\n\n".join(f"{part['text']}\n\n{_footing(part)}" for part in known.values())


def _footing(part: Mapping[str, Any]) -> str:
    facts = {**part["machine"], **part["versions"]}
    listed = "; ".join(f"{name} {value}" for name, value in facts.items())
    return f"{part['at']}; {part['rounds']} rounds; {listed}."


def _read(path: str) -> str:
    return Path(path).read_text(encoding="utf-8")
