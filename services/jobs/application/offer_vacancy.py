"""An offered vacancy is checked, then published or refused, and led to people."""

from dataclasses import dataclass

from services.jobs.application.candidates import active_seekers
from services.jobs.application.ports import Work
from services.jobs.application.suggest import TOP, suggest
from services.jobs.domain.checking import Codes, grounds_of
from services.jobs.domain.employers import Employer
from services.jobs.domain.matches import Match
from services.jobs.domain.matching import best_seekers
from services.jobs.domain.posts import Offer, Post, PostState
from services.jobs.domain.seats import Seats
from shared.codes import is_occupation, is_uscc
from shared.events.jobs import PostPublished, PostRefused
from shared.ids import derive

EXPIRY = "post-expiry"
_LONGEST_REASONS = 2000


@dataclass(frozen=True)
class OfferVacancy:
    """A vacancy of one source: a partner, or an office (``office:<organisation>``)."""

    source: str
    orgunit: str
    offer: Offer


@dataclass(frozen=True)
class Offered:
    """What became of it."""

    post: Post
    matches: list[Match]


def post_id(source: str, vacancy_no: str) -> str:
    """Return the one post's id of a source's vacancy."""
    return f"pst_{derive('post', source, vacancy_no)}"


async def offer_vacancy(command: OfferVacancy, work: Work) -> Offered:
    """Publish the post and suggest the best seekers, or refuse it with every ground found.

    Raises:
        Refusal: ``nothing-new``, ``not-in-this-state`` or ``fewer-seats-than-taken`` for a
            vacancy that is on the books.
    """
    seekers = await active_seekers(work)
    codes = Codes(is_uscc(command.offer.uscc), is_occupation(command.offer.occupation))
    checking = await _checking(command, work)
    post = work.posts.save(checking.judged(grounds_of(command.offer, codes, work.now)))
    if post.state is PostState.REJECTED:
        _refuse(post, work)
        return Offered(post, [])
    await _publish(post, work)
    return Offered(post, await suggest(best_seekers(post, seekers, work.now, TOP), work))


async def _checking(command: OfferVacancy, work: Work) -> Post:
    key = post_id(command.source, command.offer.vacancy_no)
    employer = f"emp_{derive('employer', command.offer.uscc)}"
    known = await work.posts.find(key)
    if known is not None:
        return known.revised(command.offer, employer=employer, now=work.now)
    return Post(
        id=key,
        version=0,
        state=PostState.CHECKING,
        source=command.source,
        orgunit=command.orgunit,
        employer=employer,
        offer=command.offer,
        offered_at=work.now,
    )


def _refuse(post: Post, work: Work) -> None:
    data = PostRefused(
        vacancy_no=post.offer.vacancy_no,
        title=post.offer.title,
        grounds=tuple(dict.fromkeys(ground.code for ground in post.grounds)),
        reasons="".join(ground.zh for ground in post.grounds)[:_LONGEST_REASONS],
    )
    work.announce(data, about=post, orgunit=post.orgunit)
    work.cancel_timer(EXPIRY, post.id)


async def _publish(post: Post, work: Work) -> None:
    offer = post.offer
    data = PostPublished(
        vacancy_no=offer.vacancy_no,
        title=offer.title,
        occupation=offer.occupation,
        headcount=offer.headcount,
    )
    work.announce(data, about=post, orgunit=post.orgunit)
    seats = await work.seats.find(post.id) or Seats(post.id, 0, offer.headcount)
    work.seats.save(seats.resized(offer.headcount))
    await _record_employer(post, work)
    if offer.valid_until is None:
        work.cancel_timer(EXPIRY, post.id)
    else:
        work.set_timer(EXPIRY, post.id, offer.valid_until)


async def _record_employer(post: Post, work: Work) -> None:
    known = await work.employers.find(post.employer)
    if known is None:
        offer = post.offer
        work.employers.save(Employer(post.employer, 0, offer.uscc, offer.employer_title))
