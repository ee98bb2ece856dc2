"""Gathering all that intake holds about a person."""

from services.intake.application.ports import Work
from services.intake.domain.people.holdings import Holdings

_MOST = 100_000
"""More than anybody has: nothing of a person may be passed over."""


async def holdings_of(person: str, work: Work) -> Holdings:
    """Gather it; call it before anything of it is saved."""
    given = await work.authorisations.where(limit=_MOST, applicant=person)
    taken = await work.authorisations.where(limit=_MOST, agent=person)
    return Holdings(
        cases=tuple(await work.cases.where(limit=_MOST, applicant=person)),
        letters=(*given, *taken),
        appointments=tuple(await work.appointments.where(limit=_MOST, person=person)),
        bookings=tuple(await work.bookings.where(limit=_MOST, person=person)),
        broken=await work.broken_promises.find(person),
        guest=await work.guests.find(person),
        bundles=tuple(await work.bundles.where(limit=_MOST, applicant=person)),
    )
