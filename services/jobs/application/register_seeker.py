"""An accepted employment registration puts a person on the books."""

from dataclasses import dataclass

from services.jobs.application.candidates import open_posts
from services.jobs.application.ports import Work
from services.jobs.application.suggest import TOP, suggest
from services.jobs.domain.matches import Match
from services.jobs.domain.matching import best_posts
from services.jobs.domain.seekers import Seeker, Wish
from shared.events.jobs import SeekerRegistered
from shared.ids import derive
from shared.values import Final


@dataclass(frozen=True)
class RegisterSeeker:
    """What intake accepted; other applications carry no wish."""

    person: str | None
    case: str
    wish: Wish | None
    orgunit: str


def seeker_id(person: str) -> str:
    """Return the one seeker's id of a person."""
    return f"skr_{derive('seeker', person)}"


async def register_seeker(command: RegisterSeeker, work: Work) -> list[Match]:
    """Register the seeker, or take its newer wish, and suggest the best posts.

    Of somebody who was erased before this was heard, nothing is kept.

    Raises:
        Final: ``seeker-without-person``; a registration must say whose it is.
    """
    if command.wish is None:
        return []
    posts = await open_posts(work)
    if command.person and await work.forgotten.find(seeker_id(command.person)):
        return []
    seeker = work.seekers.save(await _registered(command, command.wish, work))
    data = SeekerRegistered(
        person=seeker.person, case=seeker.case, occupations=seeker.wish.occupations
    )
    work.announce(data, about=seeker, orgunit=seeker.orgunit)
    return await suggest(best_posts(seeker, posts, work.now, TOP), work)


async def _registered(command: RegisterSeeker, wish: Wish, work: Work) -> Seeker:
    if command.person is None:
        raise Final(
            "seeker-without-person",
            "就业登记没有登记人，无法推荐岗位；请在窗口补登申请人后重新登记。",
            "The registration names nobody; add the applicant and register again.",
            field="applicant",
        )
    key = seeker_id(command.person)
    known = await work.seekers.find(key)
    if known is not None:
        return known.wishing(wish, case=command.case, orgunit=command.orgunit, now=work.now)
    return Seeker(key, 0, command.person, command.orgunit, wish, command.case, work.now)
