"""The figures of an organisation over a time."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from services.intake.application.ports_reading import Outcomes
from services.intake.domain.history.kpis import Figure, count, figures
from shared.values import Invalid

LONGEST = 366


@dataclass(frozen=True)
class CountKpis:
    """Of what ended from the first to the last day, both counted, within a scope."""

    scope: str
    first: date
    last: date


async def count_kpis(command: CountKpis, outcomes: Outcomes) -> Iterator[Figure]:
    """Return every figure; a chunk of records is counted at a time.

    Raises:
        Invalid: ``period-reversed``, or ``period-too-long`` for more than 366 days.
    """
    _must_be_a_period(command.first, command.last)
    counts: Counter[str] = Counter()
    async for chunk in outcomes.ended(command.scope, command.first, command.last):
        counts.update(count(chunk))
    return figures(counts)


def _must_be_a_period(first: date, last: date) -> None:
    if last < first:
        raise Invalid(
            "period-reversed", "to 不能早于 from。", "'to' must not lie before 'from'.", field="to"
        )
    if (last - first).days >= LONGEST:
        raise Invalid(
            "period-too-long",
            f"一次最多统计 {LONGEST} 天，请分段查询。",
            f"At most {LONGEST} days are counted at once; ask for parts.",
            field="to",
        )
