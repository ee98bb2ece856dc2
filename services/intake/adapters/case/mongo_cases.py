"""The collections of applications, and what is read of them beside the unit of work."""

from collections.abc import Callable, Iterable

from services.intake.adapters.exchange.exchange_lists import StoredChanges
from services.intake.adapters.exchange.partner_lists import StoredHandOvers
from services.intake.adapters.people.retention_lists import StoredRetention
from services.intake.adapters.rating.mongo_ratings import RATINGS
from services.intake.adapters.work.work_lists import StoredWork
from services.intake.domain.case.case import Case
from services.intake.domain.case.records import BrokenPromise, DailyNumber, ImportedRow, Reference
from services.intake.domain.exchange.handover import HandOver
from services.intake.domain.receipts.receipts import ReceiptDocument
from services.intake.domain.work.queues import working_fields
from shared.storage.ports import Scalar, Store
from shared.storage.scoped import scoped_page
from shared.storage.work import Kind
from shared.values import NotFound

CASES = Kind("cases", Case, beside=working_fields)
REFERENCES = Kind("references", Reference, announced=False)
NUMBERS = Kind("numbers", DailyNumber, announced=False)
RECEIPTS = Kind("receipts", ReceiptDocument, announced=False)
BROKEN_PROMISES = Kind("broken_promises", BrokenPromise, announced=False)
IMPORTS = Kind("imports", ImportedRow, announced=False)
HANDOVERS = Kind("handovers", HandOver, announced=False)


class StoredCases:
    """Committed applications, read beside the unit of work."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def get(self, key: str) -> Case:
        """Return an application; raise `NotFound`."""
        found = await self._store.load(CASES.name, [key])
        if key not in found:
            raise NotFound("not-found", "没有这个办件。", "There is no such application.")
        return CASES.decode(found[key])

    async def page(
        self, scope: str, *, after: str | None, limit: int, **equals: Scalar
    ) -> list[Case]:
        """Return applications of the organisations below `scope`, by id."""
        return await scoped_page(self._store, CASES, scope, after=after, limit=limit, equals=equals)

    async def concerns(self, person: str, scope: str) -> bool:
        """Tell whether this person applied for anything within an organisation's scope."""
        return bool(await self.page(scope, after=None, limit=1, applicant=person))


def stored_work(store: Store, registers: Callable[[], Iterable[str]]) -> StoredWork:
    """Return the lists of work over the committed applications."""
    return StoredWork(store, CASES, registers)


def stored_handovers(store: Store) -> StoredHandOvers:
    """Return the lists of hand-overs."""
    return StoredHandOvers(store, HANDOVERS, CASES)


def stored_retention(store: Store) -> StoredRetention:
    """Return what is kept, and what is kept long enough."""
    return StoredRetention(store, CASES)


def stored_changes(store: Store) -> StoredChanges:
    """Return which applications changed."""
    return StoredChanges(store, CASES.name, RATINGS.name)
