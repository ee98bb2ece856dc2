"""Who fits what: hard constraints first, then an additive score in thousandths.

Integer arithmetic on facts, so that a replay gives the same bits. Nothing but facts about the job
enters: domain.md, scope decision; 就业促进法 3.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from heapq import nsmallest

from services.jobs.domain.comparing import Facts, facts_of, of_one_trade
from services.jobs.domain.posts import Post, PostState
from services.jobs.domain.seekers import Seeker
from services.jobs.domain.wage import Settlement

SKILLS, NEARNESS, WAGE, SHIFTS = 500, 200, 150, 150
"""What each part of the score can give; together 1000."""

_FULL_WAGE_FEN = 5000  # without an expectation, 50 yuan an hour gives the whole part


class Rule(StrEnum):
    """The hard constraints: one that is broken excludes the pair."""

    OPEN = "open"
    TRADE = "trade"
    LICENCES = "licences"
    AGE = "age"
    SHIFTS = "shifts"
    DISTANCE = "distance"
    WAGE = "wage"


@dataclass(frozen=True)
class Pair:
    """One seeker, one post, and the facts about the two at an instant."""

    seeker: Seeker
    post: Post
    facts: Facts
    now: datetime


@dataclass(frozen=True)
class Score:
    """Parts of the score, in thousandths of the whole."""

    skills: int
    nearness: int
    wage: int
    shifts: int

    @property
    def total(self) -> int:
        """The score, 0..1000."""
        return self.skills + self.nearness + self.wage + self.shifts


@dataclass(frozen=True)
class Candidate:
    """A pair that may meet, and how well it fits."""

    pair: Pair
    score: Score


def pair_of(seeker: Seeker, post: Post, now: datetime) -> Pair:
    """Return the pair with its facts."""
    return Pair(seeker, post, facts_of(seeker, post, now), now)


def _open(pair: Pair) -> bool:
    # A post leaves this state with its last seat, so an open post has one.
    return pair.post.state is PostState.PUBLISHED and not pair.post.lapsed(pair.now)


def shifts_needed(pair: Pair) -> int:
    """Return how many of the post's shifts must be free: all of a day gig's, else half."""
    asked = pair.facts.shifts_asked
    return asked if pair.post.offer.wage.settlement is Settlement.DAILY else (asked + 1) // 2


def _shifts(pair: Pair) -> bool:
    free = pair.facts.shifts_free
    return free is None or free >= shifts_needed(pair)


def _distance(pair: Pair) -> bool:
    return pair.facts.metres is None or pair.facts.metres <= pair.seeker.wish.within_m


def _wage(pair: Pair) -> bool:
    hourly = pair.facts.hourly_fen
    return hourly is None or hourly >= pair.seeker.wish.least_hourly_fen


RULES: Mapping[Rule, Callable[[Pair], bool]] = {
    Rule.OPEN: _open,
    Rule.TRADE: lambda pair: pair.facts.trade,
    Rule.LICENCES: lambda pair: not pair.facts.licences_missing,
    Rule.AGE: lambda pair: pair.facts.age is None or pair.facts.age >= pair.post.offer.least_age,
    Rule.SHIFTS: _shifts,
    Rule.DISTANCE: _distance,
    Rule.WAGE: _wage,
}


def score_of(pair: Pair) -> Score:
    """Return how well a pair fits; what one side did not say gives nothing."""
    facts, wish = pair.facts, pair.seeker.wish
    near = 0 if facts.metres is None else max(wish.within_m - facts.metres, 0)
    free = facts.shifts_free if facts.shifts_asked else 1
    return Score(
        skills=SKILLS * facts.skills_held // facts.skills_asked if facts.skills_asked else SKILLS,
        nearness=NEARNESS * near // wish.within_m,
        wage=_wage_part(facts.hourly_fen, wish.least_hourly_fen),
        shifts=SHIFTS * (free or 0) // max(facts.shifts_asked, 1),
    )


def best_posts(seeker: Seeker, posts: Iterable[Post], now: datetime, k: int) -> list[Candidate]:
    """Return the best posts for a seeker, best first; equal scores by the post's id."""
    alike = (post for post in posts if of_one_trade(seeker, post))
    return _best((pair_of(seeker, post, now) for post in alike), k)


def best_seekers(post: Post, seekers: Iterable[Seeker], now: datetime, k: int) -> list[Candidate]:
    """Return the best seekers for a post, best first; equal scores by the seeker's id."""
    alike = (seeker for seeker in seekers if of_one_trade(seeker, post))
    return _best((pair_of(seeker, post, now) for seeker in alike), k)


def _best(pairs: Iterable[Pair], k: int) -> list[Candidate]:
    fitting = (pair for pair in pairs if all(rule(pair) for rule in RULES.values()))
    candidates = (Candidate(pair, score_of(pair)) for pair in fitting)
    return nsmallest(k, candidates, key=_order)


def _order(candidate: Candidate) -> tuple[int, str, str]:
    pair = candidate.pair
    return -candidate.score.total, pair.post.id, pair.seeker.id


def _wage_part(hourly_fen: int | None, least_fen: int) -> int:
    if hourly_fen is None:
        return 0
    if not least_fen:
        return WAGE * min(hourly_fen, _FULL_WAGE_FEN) // _FULL_WAGE_FEN
    # Half again as much as hoped for gives the whole part.
    return WAGE * min(2 * max(hourly_fen - least_fen, 0), least_fen) // least_fen
