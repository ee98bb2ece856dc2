"""Bookings of a session (服务预约): a place, or one in the waiting line (候补)."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from services.intake.domain.counter.attendance import must_be_its_day, must_be_over
from services.intake.domain.counter.care import CareService, Place, Session
from shared.values import StateTable


class BookingState(StrEnum):
    """Where a booking stands."""

    WAITING = "waiting"  # 候补
    BOOKED = "booked"  # 已预约
    CANCELLED = "cancelled"  # 已取消
    ATTENDED = "attended"  # 已到
    MISSED = "missed"  # 未到


class BookingCommand(StrEnum):
    """What may happen to it."""

    MOVE_UP = "move-up"
    CANCEL = "cancel"
    ATTEND = "attend"
    MISS = "miss"


BOOKINGS = StateTable(
    {
        (BookingState.WAITING, BookingCommand.MOVE_UP): BookingState.BOOKED,
        (BookingState.WAITING, BookingCommand.CANCEL): BookingState.CANCELLED,
        (BookingState.BOOKED, BookingCommand.CANCEL): BookingState.CANCELLED,
        (BookingState.BOOKED, BookingCommand.ATTEND): BookingState.ATTENDED,
        (BookingState.BOOKED, BookingCommand.MISS): BookingState.MISSED,
    }
)


@dataclass(frozen=True)
class Booking:
    """One person books one session; `person` is a reference to the sealed store.

    For a service for children it is the guardian: nothing of a child is kept (PIPL 6, 31). Name
    and point stay as they were booked, whatever becomes of the list of services. `orgunit` is whose
    point it is, `booked_in` the organisation that booked it; unknown ("") of old ones.
    """

    id: str
    version: int
    service: str
    service_name: str
    point: str
    session: str
    orgunit: str
    person: str
    starts_at: datetime
    ends_at: datetime
    booked_at: datetime
    state: BookingState
    reminded: bool = False
    booked_in: str = ""

    @staticmethod
    def of(
        place: Place,
        session: Session,
        service: CareService,
        ends_at: datetime,
        now: datetime,
        *,
        orgunit: str,
        booked_in: str,
    ) -> "Booking":
        """Return a new booking: with a place, or waiting, as the session has it."""
        has_place = session.has_place(place.booking)
        return Booking(
            id=place.booking,
            version=0,
            service=service.code,
            service_name=service.name,
            point=service.point,
            session=session.id,
            orgunit=orgunit,
            person=place.person,
            starts_at=session.starts_at,
            ends_at=ends_at,
            booked_at=now,
            state=BookingState.BOOKED if has_place else BookingState.WAITING,
            booked_in=booked_in,
        )

    @property
    def expected(self) -> bool:
        """Whether it has a place, and nobody said yet who came; who waits is not expected."""
        return self.state is BookingState.BOOKED

    def to_come(self, now: datetime) -> bool:
        """Tell whether somebody still has a place in it, or one in the line."""
        return BOOKINGS.allows(self.state, BookingCommand.CANCEL) and now < self.starts_at

    def moved_up(self) -> "Booking":
        """候补转正: a place became free."""
        return replace(self, state=BOOKINGS.next(self.state, BookingCommand.MOVE_UP))

    def cancelled(self) -> "Booking":
        """取消."""
        return replace(self, state=BOOKINGS.next(self.state, BookingCommand.CANCEL))

    def attended(self, now: datetime) -> "Booking":
        """到场."""
        state = BOOKINGS.next(self.state, BookingCommand.ATTEND)
        must_be_its_day(self.starts_at, now)
        return replace(self, state=state)

    def missed(self, now: datetime) -> "Booking":
        """未到: said when the session is over."""
        state = BOOKINGS.next(self.state, BookingCommand.MISS)
        must_be_over(self.ends_at, now)
        return replace(self, state=state)
