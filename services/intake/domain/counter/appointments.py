"""Appointments at a service point (预约): one person comes at one half hour."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from services.intake.domain.counter.attendance import must_be_its_day, must_be_over
from shared.calendar import CST
from shared.values import Final, StateTable

SLOT = timedelta(minutes=30)


class AppointmentState(StrEnum):
    """Where an appointment stands."""

    BOOKED = "booked"  # 已预约
    CANCELLED = "cancelled"  # 已取消
    ATTENDED = "attended"  # 已到
    MISSED = "missed"  # 爽约


class AppointmentCommand(StrEnum):
    """What may happen to it."""

    CANCEL = "cancel"
    ATTEND = "attend"
    MISS = "miss"


APPOINTMENTS = StateTable(
    {
        (AppointmentState.BOOKED, AppointmentCommand.CANCEL): AppointmentState.CANCELLED,
        (AppointmentState.BOOKED, AppointmentCommand.ATTEND): AppointmentState.ATTENDED,
        (AppointmentState.BOOKED, AppointmentCommand.MISS): AppointmentState.MISSED,
    }
)


@dataclass(frozen=True)
class Appointment:
    """One person comes at one time; `person` is a reference to the sealed store.

    `orgunit` is whose point it is, `booked_in` the organisation that booked it; unknown ("") of
    old ones.
    """

    id: str
    version: int
    point: str
    point_name: str
    orgunit: str
    person: str
    starts_at: datetime
    booked_at: datetime
    state: AppointmentState = AppointmentState.BOOKED
    item_code: str | None = None
    reminded: bool = False
    booked_in: str = ""

    @property
    def day(self) -> str:
        """The key of the day that holds its place."""
        return day_key(self.point, self.starts_at.astimezone(CST).date())

    @property
    def expected(self) -> bool:
        """Whether it is neither cancelled, nor said who came."""
        return self.state is AppointmentState.BOOKED

    def to_come(self, now: datetime) -> bool:
        """Tell whether somebody still has this place."""
        return APPOINTMENTS.allows(self.state, AppointmentCommand.CANCEL) and now < self.starts_at

    def cancelled(self, now: datetime) -> "Appointment":
        """取消; raise `Final` once its time has come."""
        state = APPOINTMENTS.next(self.state, AppointmentCommand.CANCEL)
        if now >= self.starts_at:
            raise Final(
                "appointment-begun",
                "预约时间已到，不能再取消；未到的请登记爽约。",
                "Its time has come, so it cannot be cancelled; record that nobody came instead.",
            )
        return replace(self, state=state)

    def attended(self, now: datetime) -> "Appointment":
        """到场."""
        state = APPOINTMENTS.next(self.state, AppointmentCommand.ATTEND)
        must_be_its_day(self.starts_at, now)
        return replace(self, state=state)

    def missed(self, now: datetime) -> "Appointment":
        """爽约: nobody came within its half hour. It has no consequence for later ones."""
        state = APPOINTMENTS.next(self.state, AppointmentCommand.MISS)
        must_be_over(self.starts_at + SLOT, now)
        return replace(self, state=state)


def day_key(point: str, day: date) -> str:
    """Return the id of a point's day."""
    return f"{point}:{day.isoformat()}"
