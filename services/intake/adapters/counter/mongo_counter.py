"""The counter's collections: agents, appointments, bookings."""

from typing import TypeVar

from services.intake.adapters.bundle.mongo_bundles import BUNDLES
from services.intake.domain.counter.appointments import Appointment
from services.intake.domain.counter.authorisations import Authorisation
from services.intake.domain.counter.bookings import Booking
from services.intake.domain.counter.care import Session
from services.intake.domain.counter.slots import PointDay
from shared.storage.kinds import Kind
from shared.storage.ports import Store, Versioned
from shared.storage.scoped import scoped_page
from shared.web.people import Concerns

A = TypeVar("A", bound=Versioned)

AUTHORISATIONS = Kind("authorisations", Authorisation)
APPOINTMENTS = Kind("appointments", Appointment)
BOOKINGS = Kind("bookings", Booking)
POINT_DAYS = Kind("point_days", PointDay, announced=False)
SESSIONS = Kind("sessions", Session, announced=False)


class StoredAuthorisations:
    """Committed authorisations, read beside the unit of work."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def page(self, scope: str, *, after: str | None, limit: int) -> list[Authorisation]:
        """Return authorisations of the organisations below `scope`, by id."""
        return await scoped_page(
            self._store, AUTHORISATIONS, scope, after=after, limit=limit, equals={}
        )


class Concerned:
    """Whom the organisation has to do with: applicants, agents, whoever booked something."""

    def __init__(self, cases: Concerns, store: Store) -> None:
        self._cases = cases
        self._store = store

    async def concerns(self, person: str, scope: str) -> bool:
        """Tell whether anything of this person lies within an organisation's scope."""
        return await self._cases.concerns(person, scope) or any(
            [
                await self._has(AUTHORISATIONS, scope, applicant=person),
                await self._has(AUTHORISATIONS, scope, agent=person),
                await self._has(APPOINTMENTS, scope, person=person),
                await self._has(BOOKINGS, scope, person=person),
                await self._has(BUNDLES, scope, applicant=person),
            ]
        )

    async def _has(
        self,
        kind: Kind[A],
        scope: str,
        **equals: str,
    ) -> bool:
        found = await scoped_page(self._store, kind, scope, after=None, limit=1, equals=equals)
        return bool(found)
