"""A post: what an employer offers, and whether people may see it."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from services.jobs.domain.wage import Wage
from shared.values import Final, Point, Refusal, StateTable


class PostState(StrEnum):
    """States of domain.md 2.7; checking lasts no longer than one use case."""

    CHECKING = "checking"
    PUBLISHED = "published"
    REJECTED = "rejected"
    FILLED = "filled"
    CLOSED = "closed"
    EXPIRED = "expired"


class PostCommand(StrEnum):
    """What can happen to a post."""

    PUBLISH = "publish"
    REJECT = "reject"
    REVISE = "revise"
    FILL = "fill"
    CLOSE = "close"
    EXPIRE = "expire"


TABLE = StateTable(
    {
        (PostState.CHECKING, PostCommand.PUBLISH): PostState.PUBLISHED,
        (PostState.CHECKING, PostCommand.REJECT): PostState.REJECTED,
        (PostState.PUBLISHED, PostCommand.REVISE): PostState.CHECKING,
        (PostState.REJECTED, PostCommand.REVISE): PostState.CHECKING,
        (PostState.EXPIRED, PostCommand.REVISE): PostState.CHECKING,
        (PostState.PUBLISHED, PostCommand.FILL): PostState.FILLED,
        (PostState.PUBLISHED, PostCommand.CLOSE): PostState.CLOSED,
        (PostState.PUBLISHED, PostCommand.EXPIRE): PostState.EXPIRED,
    }
)


@dataclass(frozen=True)
class Offer:
    """What an employer offers, as it wrote it; `shifts` as in a seeker's wish."""

    vacancy_no: str
    employer_title: str
    uscc: str
    title: str
    occupation: str
    headcount: int
    duties: str
    conditions: str
    place: str
    point: Point | None
    wage: Wage
    skills: tuple[str, ...] = ()
    licences: tuple[str, ...] = ()
    shifts: tuple[int, ...] = ()
    least_age: int = 16
    valid_until: datetime | None = None


@dataclass(frozen=True)
class Ground:
    """Why a post may not be published: a code, the member at fault, and the mend in zh-CN."""

    code: str
    field: str
    zh: str


@dataclass(frozen=True)
class Post:
    """One vacancy of one source; `employer` is the id of the employer's record."""

    id: str
    version: int
    state: PostState
    source: str
    orgunit: str
    employer: str
    offer: Offer
    offered_at: datetime
    grounds: tuple[Ground, ...] = ()

    def do(self, command: PostCommand) -> "Post":
        """Return the post after a command; raise `Refusal` ``not-in-this-state``."""
        return replace(self, state=TABLE.next(self.state, command))

    def judged(self, grounds: tuple[Ground, ...]) -> "Post":
        """Return the post published, or rejected on all the grounds found."""
        command = PostCommand.REJECT if grounds else PostCommand.PUBLISH
        return replace(self.do(command), grounds=grounds)

    def revised(self, offer: Offer, *, employer: str, now: datetime) -> "Post":
        """Return the post with a new content, to be checked again.

        Raises:
            Final: ``nothing-new``, the content is the same.
            Refusal: ``not-in-this-state``.
        """
        if offer == self.offer:
            raise Final(
                "nothing-new",
                f"岗位 {offer.vacancy_no} 已登记，内容没有变化。",
                f"Vacancy {offer.vacancy_no} is on the books with the same content.",
            )
        checking = self.do(PostCommand.REVISE)
        return replace(checking, offer=offer, employer=employer, offered_at=now)

    def must_be_open(self) -> None:
        """Raise `Refusal` ``post-not-open`` unless people may still be led to it."""
        if self.state is not PostState.PUBLISHED:
            raise Refusal(
                "post-not-open",
                "该岗位已不在招聘，请为求职者另选岗位。",
                "This post takes nobody any more; choose another for the seeker.",
            )

    def must_be_lawful(self) -> None:
        """Raise `Refusal` ``post-rejected`` when a revision failed its checks.

        Nothing else stands against a start that was agreed: a day after the post left the board
        the work still begins.
        """
        if self.state is PostState.REJECTED:
            raise Refusal(
                "post-rejected",
                "该岗位修改后未通过审核，请待单位更正后再上岗。",
                "The revised post failed its checks; the employer must mend it first.",
            )

    def lapsed(self, now: datetime) -> bool:
        """Tell whether the post is out but its last day is over."""
        until = self.offer.valid_until
        return self.state is PostState.PUBLISHED and until is not None and until <= now
