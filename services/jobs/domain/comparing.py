"""The facts about one seeker and one post; rules, scores and explanations all read these."""

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from services.jobs.domain.geography import metres
from services.jobs.domain.posts import Post
from services.jobs.domain.seekers import Seeker
from shared.values import Point

_CHINA = timezone(timedelta(hours=8))


@dataclass(frozen=True)
class Facts:
    """What can be compared; None where one side did not say.

    `metres` is the way between them, `hourly_fen` the pay in fen an hour, `age` the age that is
    certain from a birth year, in years.
    """

    trade: bool
    skills_asked: int
    skills_held: int
    licences_missing: tuple[str, ...]
    shifts_asked: int
    shifts_free: int | None
    metres: int | None
    hourly_fen: int | None
    age: int | None


def of_one_trade(seeker: Seeker, post: Post) -> bool:
    """Whether a skill is shared or the occupation is wished for: without it nothing else counts."""
    wish, offer = seeker.wish, post.offer
    return offer.occupation in wish.occupations or not set(offer.skills).isdisjoint(wish.skills)


def facts_of(seeker: Seeker, post: Post, now: datetime) -> Facts:
    """Compare one seeker with one post."""
    wish, offer = seeker.wish, post.offer
    asked, shifts = set(offer.skills), set(offer.shifts)
    held = asked & set(wish.skills)
    return Facts(
        trade=of_one_trade(seeker, post),
        skills_asked=len(asked),
        skills_held=len(held),
        licences_missing=tuple(sorted(set(offer.licences) - set(wish.licences))),
        shifts_asked=len(shifts),
        shifts_free=len(shifts & set(wish.shifts)) if wish.shifts else None,
        metres=_apart(wish.around, offer.point),
        hourly_fen=offer.wage.hourly_fen,
        age=_certain_age(wish.birth_year, now),
    )


def _apart(one: Point | None, other: Point | None) -> int | None:
    return None if one is None or other is None else metres(one, other)


def _certain_age(birth_year: int | None, now: datetime) -> int | None:
    # The birthday is not known here, so only the year before counts: nobody of 15 slips through.
    return None if birth_year is None else now.astimezone(_CHINA).year - birth_year - 1
