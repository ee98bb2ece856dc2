"""Turn the best candidates into suggested matches, each pair once and for all."""

from collections.abc import Sequence

from services.jobs.application.keeping import keep
from services.jobs.application.ports import Work
from services.jobs.domain.matches import Match, suggestion
from services.jobs.domain.matching import Candidate
from shared.events.jobs import MatchSuggested
from shared.ids import derive

TOP = 5


def match_id(seeker: str, post: str) -> str:
    """Return the one id of a pair, so that two replicas meet instead of doubling."""
    return f"mtc_{derive('match', seeker, post)}"


async def suggest(candidates: Sequence[Candidate], work: Work) -> list[Match]:
    """Suggest what was not suggested before; return the new matches."""
    ranked = {_key(candidate): (candidate, rank) for rank, candidate in enumerate(candidates, 1)}
    known = await work.matches.several(list(ranked))
    return [
        _suggested(key, candidate, rank, work)
        for key, (candidate, rank) in ranked.items()
        if key not in known
    ]


def _suggested(key: str, candidate: Candidate, rank: int, work: Work) -> Match:
    match = suggestion(key, candidate, rank)
    return keep(
        match, MatchSuggested, work, score=match.score.total, rank=rank, reasons=match.reasons
    )


def _key(candidate: Candidate) -> str:
    return match_id(candidate.pair.seeker.id, candidate.pair.post.id)
