"""Due dates a second on one core, beside a peer that walks day by day."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random
from statistics import median
from time import process_time

from benchmarks.options import Options, Say
from benchmarks.peers.walker import walked
from benchmarks.report import Goal, Section, rounded
from shared.calendar import Calendars, DeadlineClock, Limit, Pause, Unit, due_of

GOAL = 50_000
UNITS = (Unit.WORKING_DAYS, Unit.CALENDAR_DAYS, Unit.WORKING_HOURS)
PAUSES = (0, 1)
_CLOCKS = 20_000
_WALKED = 1_000
_FIRST = datetime(2019, 1, 1, tzinfo=UTC)
_AMOUNTS = (1, 2, 4, 5, 7, 15, 20, 45)

Figures = dict[str, list[float]]


async def on_one_core(options: Options, say: Say) -> Section:
    """Compute the same clocks both ways, in turn, and see that they agree."""
    calendar = Calendars.load(None).of("")
    found: dict[tuple[Unit, int], Figures] = {}
    for unit in UNITS:
        for pauses in PAUSES:
            clocks = _clocks(unit, pauses, _CLOCKS // 10 if options.quick else _CLOCKS)
            few = clocks[:_WALKED]
            if any(due_of(one, calendar).at != walked(one) for one in few):
                raise AssertionError(f"{unit}: the peer has other due dates")
            figures: Figures = {"ours": [], "day by day": []}
            for _ in range(options.rounds):
                figures["ours"].append(_rate(lambda one: due_of(one, calendar), clocks))
                figures["day by day"].append(_rate(walked, few))
            found[unit, pauses] = figures
            told = ", ".join(f"{name} {median(rates):,.0f}/s" for name, rates in figures.items())
            say(f"{unit}, {pauses} pauses: {told}")
    return _section(found)


def _clocks(unit: Unit, pauses: int, number: int) -> list[DeadlineClock]:
    rng = Random(f"{unit}{pauses}")  # noqa: S311 - the same clocks each time
    return [_clock(rng, unit, pauses) for _ in range(number)]


def _clock(rng: Random, unit: Unit, pauses: int) -> DeadlineClock:
    # Limits that laws and offices set, begun at any minute of seven published years.
    began = _FIRST + timedelta(minutes=rng.randrange(7 * 365 * 24 * 60))
    since = began + timedelta(hours=rng.randrange(96))
    stood = Pause(since, since + timedelta(hours=rng.randrange(1, 240)), "评审")
    amount = Limit(rng.choice(_AMOUNTS), unit)
    return DeadlineClock("statutory", amount, began, pauses=(stood,) * pauses)


def _rate(due: Callable[[DeadlineClock], object], clocks: list[DeadlineClock]) -> float:
    began = process_time()
    for clock in clocks:
        due(clock)
    return len(clocks) / (process_time() - began)


def _section(found: dict[tuple[Unit, int], Figures]) -> Section:
    heads = ["unit", "pauses", "ours, due/s", "day by day, due/s", "ours over it"]
    rows, goals = [], []
    for (unit, pauses), figures in found.items():
        ours, walking = median(figures["ours"]), median(figures["day by day"])
        rates = [rounded(ours), rounded(walking), f"{rounded(ours / walking)}x"]
        rows.append([f"{unit} {unit.name.lower()}", str(pauses), *rates])
        goals.append(Goal(f"{unit}, {pauses} pauses", ours, GOAL, "/s"))
    measured = {f"{unit}, {pauses} pauses": figures for (unit, pauses), figures in found.items()}
    return Section("Due dates on one core", heads, rows, goals, measured)
