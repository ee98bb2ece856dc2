"""What jobs announces about seekers, posts and matches (零工)."""

from enum import StrEnum
from typing import Any, ClassVar

from pydantic import Field

from shared.events.base import EventData, Identifier, PersonRef, Title, Words
from shared.events.parts import Code, OccupationCode, StaffRef

MATCH: dict[str, Any] = {
    "seeker": "skr_aaaaaaaaaaaaaaaaaaaaaaaaaa",
    "post": "pst_aaaaaaaaaaaaaaaaaaaaaaaaaa",
    "post_title": "家政保洁员",
}


class SeekerRegistered(EventData):
    """A job seeker is on the books. Subject: the seeker."""

    type: ClassVar[str] = "jiedao.jobs.seeker.registered.v1"
    example: ClassVar[dict[str, Any]] = {
        "person": "per_aaaaaaaaaaaaaaaaaaaaaaaaaa",
        "case": "case_aaaaaaaaaaaaaaaaaaaaaaaaaa",
        "occupations": ["4-10-01-06"],
    }

    person: PersonRef
    case: Identifier | None = None
    occupations: tuple[OccupationCode, ...] = ()


class PostPublished(EventData):
    """A post passed its checks. Subject: the post."""

    type: ClassVar[str] = "jiedao.jobs.post.published.v1"
    example: ClassVar[dict[str, Any]] = {
        "vacancy_no": "LG-0907-011",
        "title": "家政保洁员",
        "occupation": "4-10-01-06",
        "headcount": 3,
    }

    vacancy_no: Identifier
    title: Title
    occupation: OccupationCode
    headcount: int = Field(ge=1)


class PostRefused(EventData):
    """A post failed its checks; `grounds` are codes, `reasons` say how to mend it."""

    type: ClassVar[str] = "jiedao.jobs.post.refused.v1"
    example: ClassVar[dict[str, Any]] = {
        "vacancy_no": "LG-0907-012",
        "title": "仓库分拣员",
        "grounds": ["fee-from-worker"],
        "reasons": "招聘不得向劳动者收取押金，请删除“押金”要求。",
    }

    vacancy_no: Identifier
    title: Title
    grounds: tuple[Code, ...] = Field(min_length=1)
    reasons: Words


class PostEnding(StrEnum):
    """招满, 单位或驿站关闭, 过期."""

    FILLED = "filled"
    CLOSED = "closed"
    EXPIRED = "expired"


class PostClosed(EventData):
    """A published post takes nobody any more; `ending` says why. Subject: the post."""

    type: ClassVar[str] = "jiedao.jobs.post.closed.v1"
    example: ClassVar[dict[str, Any]] = {
        "vacancy_no": "LG-0907-011",
        "title": "家政保洁员",
        "ending": "filled",
    }

    vacancy_no: Identifier
    title: Title
    ending: PostEnding


class MatchEvent(EventData):
    """What every event about a match tells. Subject: the match."""

    seeker: Identifier
    post: Identifier
    post_title: Title


class MatchSuggested(MatchEvent):
    """A seeker and a post fit; `score` 0..1000, `reasons` explain it; a human confirms."""

    type: ClassVar[str] = "jiedao.jobs.match.suggested.v1"
    example: ClassVar[dict[str, Any]] = {
        **MATCH,
        "score": 870,
        "rank": 1,
        "reasons": ["技能全部符合", "距离 0.8 公里"],
    }

    score: int = Field(ge=0, le=1000)
    rank: int = Field(ge=1)
    reasons: tuple[str, ...] = ()


class MatchContacted(MatchEvent):
    """An adviser spoke with the seeker."""

    type: ClassVar[str] = "jiedao.jobs.match.contacted.v1"
    example: ClassVar[dict[str, Any]] = {**MATCH, "adviser": "stf_j0001"}

    adviser: StaffRef


class MatchAccepted(MatchEvent):
    """Both sides agreed."""

    type: ClassVar[str] = "jiedao.jobs.match.accepted.v1"
    example: ClassVar[dict[str, Any]] = {**MATCH}


class MatchDeclined(MatchEvent):
    """One side said no; `by` says which."""

    type: ClassVar[str] = "jiedao.jobs.match.declined.v1"
    example: ClassVar[dict[str, Any]] = {**MATCH, "by": "seeker", "ground": "too-far"}

    by: str = Field(pattern=r"^(seeker|employer)$")
    ground: Code


class WorkStarted(MatchEvent):
    """The seeker started: a placement."""

    type: ClassVar[str] = "jiedao.jobs.work.started.v1"
    example: ClassVar[dict[str, Any]] = {**MATCH}


class WorkFinished(MatchEvent):
    """The work ended."""

    type: ClassVar[str] = "jiedao.jobs.work.finished.v1"
    example: ClassVar[dict[str, Any]] = {**MATCH}
