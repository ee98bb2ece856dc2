"""What was asked for, from the environment: ONCE, BUS, DAY, SPEED, CLOCK, KEEP."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from deploy.sandbox.words import USAGE, SandboxError
from shared.clock import ScaledClock
from shared.testing.servers.process import ROOT

OWN_DAY = ROOT / "deploy" / "sandbox" / "day.ndjson"
HOME = ROOT / ".sandbox"
_YES = {"1", "true", "yes", "on"}
_NO = {"", "0", "false", "no", "off"}
_BASES = range(1024, 65_001)


@dataclass(frozen=True)
class Options:
    """How to run. `speed` 2 plays the day twice as fast as usual; `home` holds all data.

    `clock` is what the services live by, ``ORIGINxSPEED``; the machine's when it is empty.
    """

    once: bool = False
    apache: bool = False
    day: Path = OWN_DAY
    speed: float = 1.0
    clock: str = ""
    keep: bool = False
    home: Path = HOME
    port_base: int | None = None


def read_options(env: Mapping[str, str]) -> Options:
    """Return the options.

    Raises:
        SandboxError: exit code 2, naming the variable that is wrong and what it may be.
    """
    bus = env.get("BUS", "").strip().lower()
    if bus not in {"", "embedded", "kafka"}:
        raise _wrong("BUS", "kafka（Apache Kafka）或留空（内置）", "kafka, or empty (embedded)")
    return Options(
        once=_flag(env, "ONCE"),
        apache=bus == "kafka",
        day=_day(env.get("DAY", "").strip()),
        speed=_speed(env.get("SPEED", "").strip()),
        clock=_clock(env.get("CLOCK", "").strip()),
        keep=_flag(env, "KEEP"),
        home=Path(env["SANDBOX_HOME"]).resolve() if env.get("SANDBOX_HOME") else HOME,
        port_base=_port_base(env.get("SANDBOX_HTTP_PORT_BASE", "").strip()),
    )


def _flag(env: Mapping[str, str], name: str) -> bool:
    text = env.get(name, "").strip().lower()
    if text not in _YES | _NO:
        raise _wrong(name, "1 或留空", "1, or empty")
    return text in _YES


def _day(text: str) -> Path:
    if not text:
        return OWN_DAY
    path = Path(text)
    if not path.is_file():
        raise SandboxError(
            f"找不到 DAY 指定的文件“{text}”：请给出一个每行一个 CloudEvent 的文件。",
            f"DAY names no file: '{text}'; give a file with one CloudEvent a line.",
            USAGE,
        )
    return path


def _speed(text: str) -> float:
    try:
        speed = float(text or 1)
    except ValueError:
        speed = math.nan
    if not (math.isfinite(speed) and speed > 0):
        raise _wrong(
            "SPEED",
            "大于 0 的数，如 2（两倍速度）",
            "a number above 0, such as 2 (twice as fast as usual)",
        )
    return speed


def _clock(text: str) -> str:
    if not text:
        return ""
    try:
        simulated_from(text, datetime.now(UTC))
    except ValueError:
        raise _wrong(
            "CLOCK",
            "起点x倍率，如 2025-09-28T08:00+08:00x20000",
            "ORIGINxSPEED, such as 2025-09-28T08:00+08:00x20000",
        ) from None
    return text


def simulated_from(clock: str, began: datetime) -> str:
    """Return a service's CLOCK setting: simulated time that begins now, the same for all."""
    setting = f"{clock}@{began.isoformat()}"
    ScaledClock.parse(setting)
    return setting


def _port_base(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and int(text) in _BASES):
        raise _wrong("SANDBOX_HTTP_PORT_BASE", "1024 到 65000 的端口", "a port from 1024 to 65000")
    return int(text)


def _wrong(name: str, zh: str, en: str) -> SandboxError:
    return SandboxError(f"{name} 的取值不对：应为{zh}。", f"{name} must be {en}.", USAGE)
