"""Committed incidents and reports, read past any unit of work."""

from typing import TypeVar

from services.grid.adapters.mongo import INCIDENTS, REPORTS
from services.grid.application.ports import Wanted
from services.grid.domain.incident import Incident
from services.grid.domain.report import Report
from shared.storage.ports import Scalar, Store, Versioned
from shared.storage.scoped import scoped_page
from shared.storage.work import Kind
from shared.values import NotFound

A = TypeVar("A", bound=Versioned)


class StoreReading:
    """`Reading` over any store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def incidents(self, wanted: Wanted, after: str | None, limit: int) -> list[Incident]:
        """Return incidents by id, after `after`."""
        return await scoped_page(
            self._store, INCIDENTS, wanted.scope, after=after, limit=limit, equals=_equals(wanted)
        )

    async def incident(self, key: str) -> Incident:
        """Return one incident."""
        return await self._one(INCIDENTS, key)

    async def reports(self, incident: str, after: str | None, limit: int) -> list[Report]:
        """Return the reports of an incident by id, after `after`."""
        rows = await self._store.page(
            REPORTS.name, {"incident": incident}, after=after, limit=limit
        )
        return [REPORTS.decode(row) for row in rows]

    async def report(self, key: str) -> Report:
        """Return one report."""
        return await self._one(REPORTS, key)

    async def concerns(self, person: str, scope: str) -> bool:
        """Tell whether this person reported anything within an organisation's scope."""
        equals = {"reporter": person}
        return bool(
            await scoped_page(self._store, REPORTS, scope, after=None, limit=1, equals=equals)
        )

    async def _one(self, kind: Kind[A], key: str) -> A:
        rows = await self._store.load(kind.name, [key])
        if key not in rows:
            raise NotFound("not-found", "没有这条记录，请核对编号。", "There is no such record.")
        return kind.decode(rows[key])


def _equals(wanted: Wanted) -> dict[str, Scalar]:
    fields = ("state", "cell", "worker", "running")
    given = ((name, getattr(wanted, name)) for name in fields)
    return {name: value for name, value in given if value is not None}
