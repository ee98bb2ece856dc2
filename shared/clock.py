"""Time as an argument: everything that needs "now" is given a clock."""

from datetime import UTC, datetime, timedelta
from typing import Protocol, Self

_SECOND = timedelta(seconds=1)
_FASTEST = 1_000_000
_ODD = (
    "模拟时钟应为“起点x倍率@实际起点”，时间带时区，倍率大于 0 且不超过一百万。"
    " A simulated clock is ORIGINxSPEED@BEGAN: instants with an offset, a speed above 0 and not"
    " above a million, as 2025-09-28T08:00+08:00x20000@2026-01-01T00:00:00Z."
)


class Clock(Protocol):
    """Tells the present instant."""

    def now(self) -> datetime:
        """Return an aware instant in UTC."""
        ...

    def of(self, server: datetime) -> datetime:
        """Return what this clock shows at an instant of the server's, which replicas share."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the machine's present instant in UTC."""
        return datetime.now(UTC)

    def of(self, server: datetime) -> datetime:
        """Return the server's instant: where the two differ, the server is right."""
        return server


class ScaledClock:
    """A clock that runs faster than time, for sandboxes: weeks pass in seconds.

    Args:
        origin: what it shows at `began`.
        speed: how many seconds it moves in a real one.
        began: a real instant, the same for all processes that are to agree.
    """

    def __init__(self, origin: datetime, speed: float, began: datetime) -> None:
        self._origin = origin
        self._speed = speed
        self._began = began

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``2025-09-28T08:00+08:00x20000@2026-01-01T00:00:00Z``; raise ValueError."""
        try:
            shown, _, began = text.partition("@")
            origin, _, speed = shown.partition("x")
            read = cls(_aware(origin), float(speed), _aware(began))
        except ValueError:
            raise ValueError(_ODD) from None
        if not 0 < read._speed <= _FASTEST:
            raise ValueError(_ODD)
        return read

    def now(self) -> datetime:
        """Return the simulated instant in UTC."""
        return self.of(datetime.now(UTC))

    def of(self, server: datetime) -> datetime:
        """Return the simulated instant at one of the server's."""
        return self._origin + (server - self._began) * self._speed


def _aware(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError(text)
    return instant.astimezone(UTC)


def pace_of(clock: Clock, server: datetime) -> float:
    """Return how many seconds the clock moves in one of the server's; 0 where it stands still."""
    return (clock.of(server + _SECOND) - clock.of(server)).total_seconds()
