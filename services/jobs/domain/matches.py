"""A match: one seeker led to one post, from the suggestion to the end of the work."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from services.jobs.domain.explaining import explain
from services.jobs.domain.matching import Candidate, Score
from shared.values import StateTable


class MatchState(StrEnum):
    """States of domain.md 2.7; a placement is a match that started."""

    SUGGESTED = "suggested"
    CONTACTED = "contacted"
    ACCEPTED = "accepted"
    STARTED = "started"
    FINISHED = "finished"
    DECLINED = "declined"


class MatchCommand(StrEnum):
    """What can happen to a match; the machine suggests, people do the rest."""

    CONTACT = "contact"
    ACCEPT = "accept"
    START = "start"
    FINISH = "finish"
    DECLINE = "decline"


class Side(StrEnum):
    """Who said no."""

    SEEKER = "seeker"
    EMPLOYER = "employer"


ERASED = "person-erased"
"""The ground on which a match ends whose seeker was erased: there is nobody to be reached."""

TABLE = StateTable(
    {
        (MatchState.SUGGESTED, MatchCommand.CONTACT): MatchState.CONTACTED,
        # Nobody answered the telephone: the number is not kept, so it is asked for again.
        (MatchState.CONTACTED, MatchCommand.CONTACT): MatchState.CONTACTED,
        (MatchState.CONTACTED, MatchCommand.ACCEPT): MatchState.ACCEPTED,
        (MatchState.ACCEPTED, MatchCommand.START): MatchState.STARTED,
        (MatchState.STARTED, MatchCommand.FINISH): MatchState.FINISHED,
        (MatchState.SUGGESTED, MatchCommand.DECLINE): MatchState.DECLINED,
        (MatchState.CONTACTED, MatchCommand.DECLINE): MatchState.DECLINED,
        (MatchState.ACCEPTED, MatchCommand.DECLINE): MatchState.DECLINED,
    }
)


@dataclass(frozen=True)
class Match:
    """One seeker and one post; `person` is the seeker's reference, `rank` its place at first."""

    id: str
    version: int
    state: MatchState
    seeker: str
    person: str
    post: str
    post_title: str
    orgunit: str
    score: Score
    rank: int
    reasons: tuple[str, ...]
    suggested_at: datetime
    changed_at: datetime
    adviser: str | None = None
    declined_by: Side | None = None
    ground: str | None = None

    def do(self, command: MatchCommand, now: datetime) -> "Match":
        """Return the match after a command; raise `Refusal` ``not-in-this-state``."""
        return replace(self, state=TABLE.next(self.state, command), changed_at=now)

    def contacted_by(self, adviser: str, now: datetime) -> "Match":
        """Return the match after an adviser took it on."""
        return replace(self.do(MatchCommand.CONTACT, now), adviser=adviser)

    def declined(self, by: Side, ground: str, now: datetime) -> "Match":
        """Return the match after one side said no; `ground` is a code."""
        return replace(self.do(MatchCommand.DECLINE, now), declined_by=by, ground=ground)

    @property
    def open(self) -> bool:
        """Whether it may still be declined: no work has begun, and nobody said no."""
        return TABLE.allows(self.state, MatchCommand.DECLINE)

    def forgotten(self, now: datetime) -> "Match":
        """Return the match of a seeker who was erased: it explains nothing of a wish any more."""
        return replace(self.declined(Side.SEEKER, ERASED, now), reasons=())


def suggestion(id_: str, candidate: Candidate, rank: int) -> Match:
    """Return the match that proposes a candidate; a person confirms it or not."""
    pair = candidate.pair
    return Match(
        id=id_,
        version=0,
        state=MatchState.SUGGESTED,
        seeker=pair.seeker.id,
        person=pair.seeker.person,
        post=pair.post.id,
        post_title=pair.post.offer.title,
        orgunit=pair.seeker.orgunit,
        score=candidate.score,
        rank=rank,
        reasons=explain(pair),
        suggested_at=pair.now,
        changed_at=pair.now,
    )
