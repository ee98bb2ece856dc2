"""Ratings (好差评): one and one follow-up (追评) for each application; a bad one is followed up."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self

from services.intake.domain.history.marks import ContactKind
from services.intake.domain.rating.numberings import RatingChannel
from services.intake.domain.rating.rating_details import must_be_founded, must_be_known
from services.intake.domain.rating.rating_states import (
    RATING_TABLE,
    Grade,
    RatingCommand,
    RatingState,
)
from shared.deadlines import Timed
from shared.values import Invalid, NotAllowed, Refusal

FIRST, FOLLOW_UP = 1, 2
"""assessNumber of the exchange: the rating, and the one that may be added later (追评)."""
DEFAULT_GRADE = Grade.ACCEPTABLE
"""What silence counts as where a number must be given: it praises nobody and accuses nobody."""
ENOUGH_VISITS = 2
"""After so many visits a rating may be closed although its giver is still not satisfied."""


@dataclass(frozen=True)
class Given:
    """What somebody ticked and wrote; `words` are sealed already.

    `entered_by` is the member of staff who entered it from paper.
    """

    grade: Grade
    details: tuple[str, ...] = ()
    words: str | None = None
    channel: RatingChannel = RatingChannel.OTHER_TERMINAL
    entered_by: str | None = None

    @property
    def command(self) -> RatingCommand:
        """What it does to an open rating."""
        if self.channel is RatingChannel.SYSTEM_DEFAULT:
            return RatingCommand.DEFAULT
        return RatingCommand.RATE_BADLY if self.grade.bad else RatingCommand.RATE


@dataclass(frozen=True)
class Handling:
    """What was done about a bad rating: who found what, who mends, who appealed (staff refs).

    `visits` are those after it was mended; `noted_visits` the grid's before that, or beside it.
    """

    verified_by: str | None = None
    finding: str | None = None
    ground: str | None = None
    rectifier: str | None = None
    measures: str | None = None
    result: str | None = None
    appealed_by: str | None = None
    appeal: str | None = None
    visits: int = 0
    noted_visits: int = 0


UNHANDLED = Handling()


@dataclass(frozen=True)
class Rating(Timed):
    """One rating; its id is derived from the case, so that a second one meets the first.

    `rated` are the members of staff whose work it is about; nothing in it says who gave it.
    `contact` is the last contact before it, after which it was invited; `words` are sealed.
    `entered_by` is who entered it from paper: whoever may enter one can be asked about it.
    """

    id: str
    version: int
    case: str
    grade: Grade
    details: tuple[str, ...]
    rated_at: datetime
    state: RatingState
    satisfied_after_visit: bool | None = None
    orgunit: str = ""
    assess_number: int = FIRST
    channel: RatingChannel = RatingChannel.OTHER_TERMINAL
    contact: ContactKind | None = None
    rated: tuple[str, ...] = ()
    words: str | None = None
    handling: Handling = UNHANDLED
    entered_by: str | None = None

    @classmethod
    def invited(cls, key: str, case: str, orgunit: str, now: datetime, **about: Any) -> Self:
        """Return the open rating of an application, as silence would leave it.

        `about` is its `assess_number`, `contact` and `rated`.
        """
        return cls(key, 0, case, DEFAULT_GRADE, (), now, RatingState.OPEN, None, orgunit, **about)

    def given(self, given: Given, now: datetime) -> Self:
        """Return the rating as somebody gave it; as the system did by the default channel.

        What the system gave by default gives way to what somebody gives later.

        Raises:
            Invalid: ``unknown-detail``, or ``detail-needed`` for a bad grade without a reason.
        """
        must_be_known(given.details)
        if given.grade.bad:
            must_be_founded(given.details, has_words=given.words is not None)
        state = RATING_TABLE.next(self.state, given.command)
        return replace(
            self,
            state=state,
            grade=given.grade,
            details=given.details,
            words=given.words,
            channel=given.channel,
            entered_by=given.entered_by,
            rated_at=now,
        )

    @property
    def active(self) -> bool:
        """Whether somebody gave it, and it stands: no default, and not excluded (误评)."""
        defaulted = self.channel is RatingChannel.SYSTEM_DEFAULT
        return not defaulted and self.state is not RatingState.EXCLUDED

    def judged_by(self, actor: str) -> Self:
        """Return it, for somebody who judges it; raise `NotAllowed` to whom it is about."""
        if actor in self.rated:
            raise NotAllowed(
                "own-work",
                "这条评价涉及您本人的工作，须由其他人员核实和处理。",
                "This rating is about your own work; somebody else must verify and settle it.",
            )
        return self

    def must_be_followed_up(self) -> None:
        """Raise `Refusal` unless it is a bad one that is not done with: only then is there a call.

        Nobody is rung up for what they praised, or for having been silent (PIPL 6).
        """
        if not self.grade.bad or self.state in {RatingState.CLOSED, RatingState.EXCLUDED}:
            raise Refusal(
                "nothing-to-follow-up",
                "只有尚未办结的差评才联系评价人。",
                "Only the giver of a bad rating that is not done with is contacted.",
            )

    def confirmed(self, by: str, finding: str) -> Self:
        """核实属实: what it says is true."""
        handling = replace(self.handling, verified_by=by, finding=finding)
        return self._moved(RatingCommand.CONFIRM, handling)

    def found_untrue(self, by: str, finding: str, ground: str) -> Self:
        """不属实 (`ground` ``not-true``), or ticked by mistake (``mistaken``, 误评)."""
        handling = replace(self.handling, verified_by=by, finding=finding, ground=ground)
        return self._moved(RatingCommand.FIND_UNTRUE, handling)

    def rectifying(self, rectifier: str, measures: str) -> Self:
        """整改: somebody is to mend what was confirmed.

        Raises:
            Invalid: ``own-work``; whom it is about would learn of the application, and so of who
                gave it.
        """
        if rectifier in self.rated:
            raise Invalid(
                "own-work",
                "整改人不能是被评价人，否则会得知评价人是谁；请指定其他人员，由其组织整改。",
                "Whom a rating is about would learn who gave it: name somebody else to mend it.",
                field="rectifier",
            )
        handling = replace(self.handling, rectifier=rectifier, measures=measures, result=None)
        return self._moved(RatingCommand.START_RECTIFYING, handling)

    def rectified(self, result: str) -> Self:
        """整改完成."""
        return self._moved(RatingCommand.FINISH_RECTIFYING, replace(self.handling, result=result))

    def may_be_appealed_by(self, actor: str, *, leads: bool) -> Self:
        """Return it, for a leader or for whom it is about; raise `NotAllowed` to anybody else."""
        if not leads and actor not in self.rated:
            raise NotAllowed(
                "not-your-work",
                "这条评价不涉及您的工作，只有被评价人或值班长可以申诉。",
                "This rating is not about your work; whom it is about, or a leader, may appeal.",
            )
        return self

    def appealed(self, by: str, reasons: str) -> Self:
        """申诉: asks that what was found untrue be left out of the figures."""
        handling = replace(self.handling, appealed_by=by, appeal=reasons)
        return self._moved(RatingCommand.APPEAL, handling)

    def appeal_decided(self, by: str, *, excluded: bool) -> Self:
        """剔除, or the rating stands and is mended; by neither who verified nor who appealed."""
        if by in {self.handling.appealed_by, self.handling.verified_by}:
            raise NotAllowed(
                "second-pair-of-eyes",
                "申诉须由核实人和申诉人以外的人员决定。",
                "An appeal is decided by neither the one who verified nor the one who appealed.",
            )
        command = RatingCommand.EXCLUDE if excluded else RatingCommand.REJECT_APPEAL
        return self._moved(command, self.handling)

    def revisited(self, *, satisfied: bool) -> Self:
        """Return the rating after a visit of the counter; raise `Refusal` before it is mended."""
        return self._visited(RatingCommand.RECORD_REVISIT, satisfied=satisfied)

    def revisited_by_grid(self, *, satisfied: bool) -> Self:
        """Return the rating after the grid's visit; raise `Refusal` when none was called for.

        It is the last step where nobody else has begun to mend, or somebody has ended; otherwise
        it is noted, and the visit after the mending is still to come.
        """
        return self._visited(RatingCommand.RECORD_GRID_VISIT, satisfied=satisfied)

    def _visited(self, command: RatingCommand, *, satisfied: bool) -> Self:
        visited = self._moved(command, self.handling)
        if visited.state is not RatingState.REVISITED:
            noted = replace(self.handling, noted_visits=self.handling.noted_visits + 1)
            return replace(visited, handling=noted)
        handling = replace(self.handling, visits=self.handling.visits + 1)
        return replace(visited, handling=handling, satisfied_after_visit=satisfied)

    def settled(self) -> Self:
        """办结: the visit satisfied, or was repeated."""
        closed = self._moved(RatingCommand.CLOSE, self.handling)
        if not self.satisfied_after_visit and self.handling.visits < ENOUGH_VISITS:
            raise Refusal(
                "not-satisfied-yet",
                "回访仍不满意，请继续整改，或再次回访后办结。",
                "The visit did not satisfy: mend more, or visit once more before closing it.",
            )
        return closed

    def without_words(self) -> Self:
        """Return the rating of somebody who was erased: what was found and done, in no words."""
        bare = replace(self.handling, finding=None, measures=None, result=None, appeal=None)
        return replace(self, words=None, handling=bare)

    def _moved(self, command: RatingCommand, handling: Handling) -> Self:
        return replace(self, state=RATING_TABLE.next(self.state, command), handling=handling)
