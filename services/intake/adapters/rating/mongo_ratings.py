"""The collections of ratings, trails and outcomes, and what their screens read."""

from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import date

from services.intake.application.rating.keeping_ratings import rating_id
from services.intake.domain.history.kpis import Ended
from services.intake.domain.history.marks import Invitation
from services.intake.domain.history.outcome import Outcome
from services.intake.domain.history.trail import Step
from services.intake.domain.rating.rating import FIRST, FOLLOW_UP, Rating
from shared.storage.ports import Scalar, Store
from shared.storage.scoped import scoped_page
from shared.storage.work import Kind
from shared.values import covers

RATINGS = Kind("ratings", Rating)
INVITATIONS = Kind("invitations", Invitation, announced=False)
TRAIL = Kind("trail", Step, announced=False)
OUTCOMES = Kind("outcomes", Outcome, announced=False)

_CHUNK = 500


class StoredRatings:
    """`Ratings` over the store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def page(
        self, scope: str, *, after: str | None, limit: int, **equals: Scalar
    ) -> list[Rating]:
        """Return ratings of the organisations below `scope`, by id."""
        return await scoped_page(
            self._store, RATINGS, scope, after=after, limit=limit, equals=equals
        )


class StoredTrail:
    """`Trail` over the store: the steps of a case stand side by side in the order of ids."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def of(self, case: str, *, after: str | None, limit: int) -> list[Step]:
        """Return the steps of an application in their order, after this id."""
        first = after if after is not None and after.startswith(f"{case}:") else f"{case}:"
        rows = await self._store.page(TRAIL.name, {}, after=first, limit=limit)
        # What follows of other applications is passed over unread.
        return [TRAIL.decode(row) for row in rows if row["_id"].startswith(f"{case}:")]


class StoredOutcomes:
    """`Outcomes` over the store, month by month, a chunk at a time."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def ended(self, scope: str, first: date, last: date) -> AsyncIterator[Sequence[Ended]]:
        """Yield what ended from the first to the last day within a scope, with its ratings."""
        for month in _months(first, last):
            after: str | None = None
            while True:
                rows = await self._store.page(
                    OUTCOMES.name, {"month": month}, after=after, limit=_CHUNK
                )
                days = (str(first), str(last))
                seen = [r for r in rows if days[0] <= r["day"] <= days[1]]
                outcomes = [OUTCOMES.decode(r) for r in seen if covers(scope, r["orgunit"])]
                yield await self._with_ratings(outcomes)
                if len(rows) < _CHUNK:
                    break
                after = rows[-1]["_id"]

    async def _with_ratings(self, outcomes: Sequence[Outcome]) -> list[Ended]:
        keys = {one.id: [rating_id(one.id, n) for n in (FIRST, FOLLOW_UP)] for one in outcomes}
        wanted = [key for pair in keys.values() for key in pair]
        found = await self._store.load(RATINGS.name, wanted) if wanted else {}
        return [
            Ended(one, tuple(RATINGS.decode(found[k]) for k in keys[one.id] if k in found))
            for one in outcomes
        ]


def _months(first: date, last: date) -> Iterator[str]:
    month = first.replace(day=1)
    while month <= last:
        yield f"{month:%Y-%m}"
        month = month.replace(year=month.year + month.month // 12, month=month.month % 12 + 1)
