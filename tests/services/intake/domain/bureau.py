"""A bureau in which reviewers try what they like: steps, procedures, recalls, decisions."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeAlias

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from services.intake.domain.case import endings, review
from services.intake.domain.case.case import Case
from services.intake.domain.case.grounds import RejectionGround
from services.intake.domain.case.papers import Paper
from services.intake.domain.case.parts import (
    Decision,
    Outcome,
    Procedure,
    ProcedureKind,
    ReceiptKind,
)
from services.intake.domain.case.procedures import ended, extended, started
from services.intake.domain.case.states import Command, State
from services.intake.domain.catalogue.policies import CorrectionLapse, LapsePolicy, ReviewStep
from shared.calendar import Limit, Unit
from tests.services.intake.domain.cases import ALL, CALENDAR, ITEM, MAIN
from tests.services.intake.domain.counter import ACounter
from tests.services.intake.domain.office import ANYBODY, STAFF, WHY, may

GROUNDS = st.none() | st.sampled_from(RejectionGround)
Way: TypeAlias = tuple[Callable[[Case], Case], *tuple[ReceiptKind, ...]]


class ABureau(ACounter):
    """What is done there, from the review to the decision; `stopped`: a procedure runs at first."""

    stopped: bool

    @initialize(
        policy=st.sampled_from(LapsePolicy),
        lapse=st.sampled_from(CorrectionLapse),
        steps=st.sampled_from([(), tuple(ReviewStep)]),
        onsite=st.booleans(),
        papers=st.sampled_from([MAIN, MAIN, ALL, ()]),
        agent=st.sampled_from([None, "stf_a", "per_relative"]),
        far=st.sampled_from(range(-1, 5)),
        stopped=st.booleans(),
    )
    def begin(
        self,
        policy: LapsePolicy,
        lapse: CorrectionLapse,
        steps: tuple[ReviewStep, ...],
        onsite: bool,
        papers: tuple[Paper, ...],
        agent: str | None,
        far: int,
        stopped: bool,
    ) -> None:
        item = replace(
            ITEM,
            lapse_policy=policy,
            correction_lapse=lapse,
            correction_limit=Limit(5, Unit.WORKING_DAYS),
            review_steps=steps,
            onsite_review=onsite,
        )
        self.stopped = stopped
        self.open(item, papers, agent, State.SUBMITTED if far < 0 else State.RECEIVED)
        self.go_on(far)

    def go_on(self, far: int) -> None:
        """Be accepted, in review, suspended or not, decided: so far it is when the trying begins.

        Where papers are missing, nobody says so in time and silence accepts it.
        """
        if far >= 1 and self.case.papers:
            self.accept("stf_b", promised=True)
        elif far >= 1:
            self.time_passes(30)
        if far >= 2:
            self.review(wish=False)
        if far >= 3:
            self.stop_the_clock(begins=self.stopped, why="依据。")
        if far >= 4:
            self.finish(Outcome.APPROVED_DEFICIENT, ("stf_c", "stf_d", "stf_e"))

    @may(Command.START_REVIEW)
    @rule(wish=st.booleans())
    def review(self, wish: bool) -> None:
        self.attempt(lambda c: c.start_review(item=self.item, onsite=wish))

    @may(Command.TAKE_STEP)
    @rule(by=ANYBODY, passed=st.booleans())
    def step(self, by: str, passed: bool) -> None:
        self.attempt(lambda c: review.step_taken(c, by, "同意。", passed=passed, now=self.now))

    @may(Command.RECORD_ONSITE)
    @rule(one=ANYBODY, other=ANYBODY)
    def visit(self, one: str, other: str) -> None:
        self.attempt(lambda c: review.visited(c, (one, other), one, "属实。", self.now))

    @may(Command.EXTEND)
    @rule(days=st.sampled_from([1, 10, 11]), why=WHY)
    def extend(self, days: int, why: str) -> None:
        way = self.procedure(ProcedureKind.EXTENSION, why, days)
        self.attempt(
            lambda c: extended(c, way, self.item, self.now, CALENDAR), ReceiptKind.EXTENDED
        )

    # Also where one runs: a second one on top of it is refused.
    @may(Command.START_PROCEDURE, Command.END_PROCEDURE)
    @rule(begins=st.sampled_from([True, True, False]), why=WHY)
    def stop_the_clock(self, begins: bool, why: str) -> None:
        if begins:
            way = self.procedure(ProcedureKind.APPRAISAL, why, 5)
            self.attempt(
                lambda c: started(c, way, self.item, self.now, CALENDAR), ReceiptKind.PROCEDURE
            )
        else:
            self.attempt(lambda c: ended(c, "已鉴定。", self.item, self.now, CALENDAR))

    def procedure(self, kind: ProcedureKind, why: str, days: int) -> Procedure:
        return Procedure(kind, why, "XKF", "stf_f", Limit(days, Unit.WORKING_DAYS), self.now)

    @may(Command.REQUEST_RECALL, Command.REFUSE_RECALL)
    @rule(way=st.sampled_from(["ask", "refuse", "refuse", "grant"]), why=WHY)
    def recall(self, way: str, why: str) -> None:
        ways: dict[str, Way] = {
            "ask": (lambda c: endings.recall_requested(c, "另行办理。"),),
            "grant": (lambda c: endings.recall_granted(c, self.now), ReceiptKind.WITHDRAWN),
            "refuse": (
                lambda c: endings.recall_refused(c, why, self.now),
                ReceiptKind.RECALL_REFUSED,
            ),
        }
        self.attempt(*ways[way])

    @may(Command.DECIDE)
    @rule(by=ANYBODY, outcome=st.sampled_from(Outcome), why=WHY, ground=GROUNDS)
    def decide(self, by: str, outcome: Outcome, why: str, ground: RejectionGround | None) -> None:
        told = Decision(outcome, why, by, self.now, ground=ground)
        self.attempt(lambda c: c.decide(told), ReceiptKind.DECIDED)

    @may(Command.DECIDE)
    @rule(outcome=st.sampled_from([Outcome.APPROVED, *Outcome]), who=st.permutations(STAFF))
    def finish(self, outcome: Outcome, who: Sequence[str]) -> None:
        """Take all that is outstanding one after the other, whoever they are."""
        first, second, third = who[:3]
        self.visit(first, second)
        self.step(first, passed=True)
        self.step(second, passed=True)
        rejects = outcome is Outcome.REJECTED
        self.decide(third, outcome, "依据。", RejectionGround.QUOTA_USED_UP if rejects else None)
