"""What was asked for, from the environment: KILLS, EVENTS, SEED."""

from collections.abc import Mapping
from dataclasses import dataclass

_MOST_KILLS = 10_000
_MOST_EVENTS = 10_000_000


class UsageError(ValueError):
    """An option is wrong; one sentence."""


@dataclass(frozen=True)
class Options:
    """How many faults, over how many partner events; the seed decides which and when."""

    kills: int = 10
    events: int = 2000
    seed: int = 1


def read_options(env: Mapping[str, str]) -> Options:
    """Return the options; raise UsageError naming the variable that is wrong."""
    return Options(
        kills=_number(env, "KILLS", 10, range(_MOST_KILLS + 1)),
        events=_number(env, "EVENTS", 2000, range(1, _MOST_EVENTS + 1)),
        seed=_number(env, "SEED", 1, range(2**31)),
    )


def _number(env: Mapping[str, str], name: str, usual: int, allowed: range) -> int:
    text = env.get(name, "").strip() or str(usual)
    if not (text.isascii() and text.isdigit() and int(text) in allowed):
        least, most = allowed[0], allowed[-1]
        raise UsageError(
            f"{name} 应为 {least} 到 {most} 的整数"
            f" / {name} must be a whole number from {least} to {most}"
        )
    return int(text)
