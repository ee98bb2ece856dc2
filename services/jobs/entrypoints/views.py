"""What callers see. A person is a reference here; nothing below holds a name or a phone."""

from datetime import datetime
from typing import Self

from pydantic import Field

from services.jobs.domain.explaining import Verdict
from services.jobs.domain.matches import Match, MatchState, Side
from services.jobs.domain.matching import Rule
from services.jobs.domain.posts import Post, PostState
from services.jobs.domain.seekers import Seeker
from services.jobs.domain.wage import Settlement, WageUnit
from shared.web.views import View


class PlaceView(View):
    """Degrees, CGCS2000."""

    lng: float
    lat: float


class GroundView(View):
    """Why a post was refused, and the mend."""

    code: str
    field: str
    zh: str


class PostView(View):
    """A post; `wage_fen` is in fen per `wage_unit`."""

    id: str
    version: int
    state: PostState
    orgunit: str
    vacancy_no: str
    employer: str
    employer_name: str
    uscc: str
    title: str
    occupation: str
    headcount: int
    duties: str
    conditions: str
    place: str
    point: PlaceView | None
    wage_fen: int
    wage_unit: WageUnit
    settlement: Settlement
    skills: tuple[str, ...]
    licences: tuple[str, ...]
    shifts: tuple[int, ...]
    least_age: int
    valid_until: datetime | None
    offered_at: datetime
    grounds: tuple[GroundView, ...]

    @classmethod
    def of(cls, post: Post) -> Self:
        """Show a post."""
        offer = post.offer
        return cls.model_validate(
            {
                **vars(offer),
                **vars(post),
                "employer_name": offer.employer_title,
                "wage_fen": offer.wage.fen,
                "wage_unit": offer.wage.unit,
                "settlement": offer.wage.settlement,
            }
        )


class WishView(View):
    """What a seeker looks for; `within_m` in metres, `least_hourly_fen` in fen an hour."""

    occupations: tuple[str, ...]
    skills: tuple[str, ...]
    licences: tuple[str, ...]
    shifts: tuple[int, ...]
    around: PlaceView | None
    within_m: int
    birth_year: int | None
    least_hourly_fen: int


class SeekerView(View):
    """A seeker; `person` is a reference that intake can resolve for a purpose."""

    id: str
    version: int
    person: str
    orgunit: str
    wish: WishView
    case: str | None
    active: bool
    registered_at: datetime

    @classmethod
    def of(cls, seeker: Seeker) -> Self:
        """Show a seeker."""
        return cls.model_validate(seeker)


class ScoreView(View):
    """The score in thousandths, and its parts."""

    total: int = Field(ge=0, le=1000)
    skills: int
    nearness: int
    wage: int
    shifts: int


class MatchView(View):
    """A match; `reasons` explain the suggestion in zh-CN."""

    id: str
    version: int
    state: MatchState
    seeker: str
    person: str
    post: str
    post_title: str
    orgunit: str
    score: ScoreView
    rank: int
    reasons: tuple[str, ...]
    suggested_at: datetime
    changed_at: datetime
    adviser: str | None
    declined_by: Side | None
    ground: str | None

    @classmethod
    def of(cls, match: Match) -> Self:
        """Show a match."""
        return cls.model_validate(match)


class VerdictView(View):
    """What one hard constraint says; unmet, `zh` tells what would mend it."""

    rule: Rule
    met: bool
    zh: str


class WhyNotView(View):
    """Why a post was or was not suggested to a seeker."""

    fits: bool
    verdicts: tuple[VerdictView, ...]

    @classmethod
    def of(cls, verdicts: tuple[Verdict, ...]) -> Self:
        """Show the verdicts."""
        shown = tuple(VerdictView.model_validate(verdict) for verdict in verdicts)
        return cls(fits=all(verdict.met for verdict in verdicts), verdicts=shown)
