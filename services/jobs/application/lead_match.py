"""An adviser leads a match from the suggestion to an agreement, or to a no."""

from dataclasses import dataclass

from services.jobs.application.keeping import keep
from services.jobs.application.ports import Work
from services.jobs.domain.matches import Match, MatchCommand, Side
from shared.events.jobs import MatchAccepted, MatchContacted, MatchDeclined


@dataclass(frozen=True)
class ContactSeeker:
    """An adviser, by staff reference, calls the seeker."""

    match: str
    adviser: str


@dataclass(frozen=True)
class DeclineMatch:
    """One side said no; `ground` is a code such as ``too-far``."""

    match: str
    by: Side
    ground: str


async def contact_seeker(command: ContactSeeker, work: Work) -> Match:
    """Mark a match contacted; raise `Refusal` ``post-not-open`` or ``not-in-this-state``."""
    found = await work.matches.get(command.match)
    (await work.posts.get(found.post)).must_be_open()
    contacted = found.contacted_by(command.adviser, work.now)
    return keep(contacted, MatchContacted, work, adviser=command.adviser)


async def accept_match(match: str, work: Work) -> Match:
    """Record that both sides agreed; raise `Refusal` as `contact_seeker` does."""
    found = await work.matches.get(match)
    (await work.posts.get(found.post)).must_be_open()
    return keep(found.do(MatchCommand.ACCEPT, work.now), MatchAccepted, work)


async def decline_match(command: DeclineMatch, work: Work) -> Match:
    """Record that one side said no; raise `Refusal` ``not-in-this-state`` once work began."""
    found = await work.matches.get(command.match)
    declined = found.declined(command.by, command.ground, work.now)
    return keep(declined, MatchDeclined, work, by=command.by.value, ground=command.ground)
