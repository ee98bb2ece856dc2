"""Until when somebody is known for a place or a letter: kept, shortened, looked at again."""

from datetime import datetime

from services.intake.application.people.gather import holdings_of
from services.intake.application.ports import Work
from services.intake.domain.counter.authorisations import STAFF
from services.intake.domain.people.guests import KEPT, Guest


async def remember(person: str, orgunit: str, end: datetime, work: Work) -> None:
    """Keep until when a person is needed for what ends then; of staff, nothing is kept here."""
    if person.startswith(STAFF):
        return
    known = await work.guests.find(person)
    guest = known.needed(orgunit, end) if known else Guest(person, 0, orgunit, end + KEPT)
    if guest != known:
        work.guests.save(guest)


async def need_less(person: str, work: Work) -> None:
    """What a person was needed for has ended before its time."""
    known = await work.guests.find(person)
    if known is not None and known.needed_less(work.now) != known:
        work.guests.save(known.needed_less(work.now))


async def look_again_later(person: str, work: Work) -> None:
    """Somebody who was due may not be erased yet: the row comes again when the last thing ends.

    Whoever has an application comes up with that one, and has no row of a guest any more.
    """
    held = await holdings_of(person, work)
    if held.guest is None:
        return
    if held.cases:
        work.guests.remove(held.guest)
        return
    later = held.guest.needed(held.guest.orgunit, max(held.ends, default=work.now))
    if later != held.guest:
        work.guests.save(later)
