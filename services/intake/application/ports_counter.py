"""What the counter, its agents and its bookings need from outside."""

from collections.abc import Sequence
from typing import Protocol

from services.intake.domain.counter.appointments import Appointment
from services.intake.domain.counter.authorisations import Authorisation
from services.intake.domain.counter.bookings import Booking
from services.intake.domain.counter.care import CareService, Session
from services.intake.domain.counter.points import ServicePoint
from services.intake.domain.counter.slots import PointDay
from shared.storage.ports import Repository


class Points(Protocol):
    """The service points: fixed while the service runs."""

    def get(self, code: str) -> ServicePoint:
        """Return the point; raise `Invalid` (field ``point``) where there is none."""
        ...

    def known(self, code: str) -> ServicePoint:
        """Return the point for a reader; raise `NotFound`."""
        ...

    def every(self) -> Sequence[ServicePoint]:
        """Return all points in the file's order."""
        ...


class CareServices(Protocol):
    """The services that can be booked: fixed while the service runs."""

    def known(self, code: str) -> CareService:
        """Return the service; raise `NotFound`."""
        ...

    def every(self) -> Sequence[CareService]:
        """Return all services in the file's order."""
        ...


class CounterWork(Protocol):
    """One message's view of points, agents, appointments and bookings."""

    @property
    def points(self) -> Points:
        """The service points."""
        ...

    @property
    def care(self) -> CareServices:
        """The services that can be booked."""
        ...

    @property
    def authorisations(self) -> Repository[Authorisation]:
        """Who may act for whom; announced."""
        ...

    @property
    def appointments(self) -> Repository[Appointment]:
        """Appointments; announced."""
        ...

    @property
    def point_days(self) -> Repository[PointDay]:
        """The places taken at each point on each day; the guard of their number."""
        ...

    @property
    def bookings(self) -> Repository[Booking]:
        """Bookings of sessions; announced."""
        ...

    @property
    def sessions(self) -> Repository[Session]:
        """The places and waiting line of each session; the guard of their number."""
        ...


class Authorisations(Protocol):
    """Committed authorisations, for lists."""

    async def page(self, scope: str, *, after: str | None, limit: int) -> list[Authorisation]:
        """Return authorisations of the organisations below `scope`, by id, after `after`."""
        ...
