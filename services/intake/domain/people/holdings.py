"""All that names a person beside the sealed data: what is shown to, and goes with, that person.

Whoever adds a record that names a person adds it here (PIPL 45, 47).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from services.intake.domain.bundle.bundle import Bundle
from services.intake.domain.case.case import Case
from services.intake.domain.case.records import BrokenPromise
from services.intake.domain.counter.appointments import Appointment
from services.intake.domain.counter.authorisations import Authorisation
from services.intake.domain.counter.bookings import Booking
from services.intake.domain.people.guests import Guest
from shared.values import covers


@dataclass(frozen=True)
class Holdings:
    """`letters` are authorisations of which the person is the applicant, or the agent."""

    cases: tuple[Case, ...] = ()
    letters: tuple[Authorisation, ...] = ()
    appointments: tuple[Appointment, ...] = ()
    bookings: tuple[Booking, ...] = ()
    broken: BrokenPromise | None = None
    guest: Guest | None = None
    bundles: tuple[Bundle, ...] = ()

    def within(self, scope: str) -> "Holdings":
        """Return what belongs to the organisations below `scope`."""
        return Holdings(
            tuple(one for one in self.cases if covers(scope, one.orgunit)),
            tuple(one for one in self.letters if covers(scope, one.orgunit)),
            tuple(one for one in self.appointments if covers(scope, one.orgunit)),
            tuple(one for one in self.bookings if covers(scope, one.orgunit)),
            self.broken,
            self.guest,
            tuple(one for one in self.bundles if covers(scope, one.orgunit)),
        )

    def beyond(self, scope: str) -> tuple[str, ...]:
        """Return the organisations outside `scope` that have something of this person."""
        return tuple(sorted({unit for unit in self._units() if not covers(scope, unit)}))

    def awaited(self, now: datetime) -> bool:
        """Tell whether the person is still to come, or somebody still acts under a letter."""
        return (
            any(letter.holds(now) for letter in self.letters)
            or any(appointment.to_come(now) for appointment in self.appointments)
            or any(booking.to_come(now) for booking in self.bookings)
        )

    @property
    def ends(self) -> tuple[datetime, ...]:
        """When each letter and each place is over."""
        return (
            *(letter.withdrawn_at or letter.until for letter in self.letters),
            *(appointment.starts_at for appointment in self.appointments),
            *(booking.ends_at for booking in self.bookings),
        )

    def _units(self) -> Iterator[str]:
        for kind in (self.cases, self.bundles, self.letters, self.appointments, self.bookings):
            yield from (one.orgunit for one in kind)
