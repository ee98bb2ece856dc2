"""Somebody was erased by intake: no wish is kept, and nobody looks for work for them."""

from services.jobs.application.candidates import come_to_the_board
from services.jobs.application.keeping import keep
from services.jobs.application.ports import Work
from services.jobs.application.register_seeker import seeker_id
from services.jobs.domain.matches import ERASED, Side
from services.jobs.domain.seekers import Forgotten, Seeker
from shared.events.jobs import MatchDeclined

_MOST = 10_000


async def forget_seeker(person: str | None, work: Work) -> Seeker | None:
    """Drop the seeker with the wish, and end the matches in which no work has begun.

    A match that led to work stays for the figures, by a reference that leads nowhere; so does a
    mark that keeps a registration replayed later from putting the person on the books again.
    Hearing it again, or of somebody who never looked for work, changes nothing else.
    """
    if person is None:
        return None
    await come_to_the_board(work)
    if await work.forgotten.find(seeker_id(person)) is None:
        work.forgotten.save(Forgotten(seeker_id(person)))
    seeker = await work.seekers.find(seeker_id(person))
    if seeker is None:
        return None
    matches = await work.matches.where(limit=_MOST, seeker=seeker.id)
    for match in (match for match in matches if match.open):
        forgotten = match.forgotten(work.now)
        keep(forgotten, MatchDeclined, work, by=Side.SEEKER.value, ground=ERASED)
    work.seekers.remove(seeker)
    return seeker
