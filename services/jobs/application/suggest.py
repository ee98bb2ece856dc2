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
    found = [
        await _suggested(candidate, rank, work) for rank, candidate in enumerate(candidates, 1)
    ]
    return [match for match in found if match is not None]


async def _suggested(candidate: Candidate, rank: int, work: Work) -> Match | None:
    key = match_id(candidate.pair.seeker.id, candidate.pair.post.id)
    if await work.matches.find(key) is not None:
        return None
    match = suggestion(key, candidate, rank)
    return keep(
        match, MatchSuggested, work, score=match.score.total, rank=rank, reasons=match.reasons
    )
