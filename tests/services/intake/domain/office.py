"""An office in which staff, the applicant and time try what they like, in any order."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any, TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
)

from services.intake.domain.case import endings, review
from services.intake.domain.case.case import Case
from services.intake.domain.case.clocks import timed
from services.intake.domain.case.grounds import RejectionGround, RevocationGround
from services.intake.domain.case.papers import Paper
from services.intake.domain.case.parts import (
    Decision,
    Outcome,
    Procedure,
    ProcedureKind,
    Revocation,
)
from services.intake.domain.case.procedures import ended, started
from services.intake.domain.case.states import TABLE, Command, State
from services.intake.domain.catalogue.policies import LapsePolicy, ReviewStep
from services.intake.domain.promise import deficiency
from services.intake.domain.promise.promise import Commitment, Pledge
from shared.calendar import Limit, Unit
from shared.values import Refusal
from tests.services.intake.domain.cases import ALL, CALENDAR, ITEM, MAIN, MONDAY, received

STAFF = st.sampled_from(["stf_a", "stf_b", "stf_c"])
PAPERS = st.sampled_from(["income-proof", "statement"])
GROUNDS = st.none() | st.sampled_from(RejectionGround)
WAY = Procedure(
    ProcedureKind.APPRAISAL, "鉴定。", "XKF 45", "stf_a", Limit(5, Unit.WORKING_DAYS), MONDAY
)
LETTER = Commitment("CN-1", (Pledge("income-proof"), Pledge("statement")))
APPROVED = {Outcome.APPROVED, Outcome.APPROVED_DEFICIENT}
F = TypeVar("F", bound=Callable[..., Any])
RESULT_GIVEN = {State.DELIVERED, State.ARCHIVED}


def may(*commands: Command) -> Callable[[F], F]:
    """Let a rule run where one of these commands is possible; elsewhere the table refuses it."""

    def possible(office: "AnOffice") -> bool:
        return any(TABLE.allows(office.case.state, command) for command in commands)

    def guarded(tried: F) -> F:
        return precondition(possible)(tried)

    return guarded


class AnOffice(RuleBasedStateMachine):
    """Staff, the applicant and time, each trying what it likes."""

    case: Case

    @initialize(
        policy=st.sampled_from(LapsePolicy),
        steps=st.sampled_from([(), tuple(ReviewStep)]),
        onsite=st.booleans(),
        papers=st.sampled_from([MAIN, MAIN, ALL, ()]),
        begin=st.sampled_from(["in-review", "accepted", "received", "online"]),
    )
    def open(
        self,
        policy: LapsePolicy,
        steps: tuple[ReviewStep, ...],
        onsite: bool,
        papers: tuple[Paper, ...],
        begin: str,
    ) -> None:
        self.now = MONDAY
        self.item = replace(ITEM, lapse_policy=policy, review_steps=steps, onsite_review=onsite)
        case = received(papers, state=State.SUBMITTED if begin == "online" else State.RECEIVED)
        self.case = timed(case, self.item, self.now, CALENDAR)
        if begin in {"accepted", "in-review"}:
            self.accept()
        if begin == "in-review":
            self.review(wish=False)

    def attempt(self, act: Callable[[Case], Case]) -> None:
        with suppress(Refusal):
            self.case = timed(act(self.case), self.item, self.now, CALENDAR)

    @rule(days=st.integers(1, 9))
    def time_passes(self, days: int) -> None:
        self.now += timedelta(days=days)
        for code in ("income-proof", "statement"):
            self.attempt(partial(self.lapse, code))

    def lapse(self, code: str, case: Case) -> Case:
        if not deficiency.has_lapsed(case, code, self.now):
            return case
        return endings.consequence(deficiency.lapsed(case, code), self.now)

    @may(Command.PRE_ACCEPT)
    @rule(good=st.booleans())
    def screen(self, good: bool) -> None:
        if good or self.now == MONDAY:
            self.attempt(lambda c: endings.pre_accepted(c, self.now))
        else:
            self.attempt(lambda c: endings.pre_rejected(c, "无法辨认。", self.now))

    @may(Command.ACCEPT, Command.SUBMIT_CORRECTION)
    @rule(papers=st.sampled_from([MAIN, ALL]))
    def hand_in(self, papers: tuple[Paper, ...]) -> None:
        if self.case.state is State.RECEIVED:
            self.case = self.case.with_papers(self.item, papers)
        self.attempt(lambda c: c.submit_correction(self.item, papers))

    @may(Command.ACCEPT)
    @rule()
    def accept(self) -> None:
        def act(case: Case) -> Case:
            kept = deficiency.committed(case, self.item, LETTER).accept(self.item, self.now)
            return deficiency.promised(kept, self.item, self.now, CALENDAR)

        self.attempt(act)

    @may(Command.REQUEST_CORRECTION)
    @rule()
    def notice(self) -> None:
        self.attempt(lambda c: c.request_correction(("form",), self.now))

    @may(Command.START_REVIEW)
    @rule(wish=st.booleans())
    def review(self, wish: bool) -> None:
        self.attempt(lambda c: c.start_review(item=self.item, onsite=wish))

    @may(Command.TAKE_STEP)
    @rule(by=STAFF, passed=st.booleans())
    def step(self, by: str, passed: bool) -> None:
        self.attempt(lambda c: review.step_taken(c, by, "同意。", passed=passed, now=self.now))

    @may(Command.RECORD_ONSITE)
    @rule(one=STAFF, other=STAFF)
    def visit(self, one: str, other: str) -> None:
        self.attempt(lambda c: review.visited(c, (one, other), one, "属实。", self.now))

    @may(Command.SUPPLEMENT)
    @rule(code=PAPERS, seen=st.booleans())
    def supplement(self, code: str, seen: bool) -> None:
        self.attempt(lambda c: c.supplement(self.item, (Paper(code),), checked=seen))

    @may(Command.CHECK_PAPER)
    @rule(code=PAPERS, good=st.booleans())
    def check(self, code: str, good: bool) -> None:
        self.attempt(lambda c: deficiency.checked(c, code, good=good, note="已核对。"))

    @may(Command.START_PROCEDURE, Command.END_PROCEDURE)
    @rule(begins=st.booleans())
    def procedure(self, begins: bool) -> None:
        if begins:
            way = replace(WAY, started_at=self.now)
            self.attempt(lambda c: started(c, way, self.item, self.now, CALENDAR))
        else:
            self.attempt(lambda c: ended(c, "已鉴定。", self.item, self.now, CALENDAR))

    @may(Command.REQUEST_RECALL, Command.REFUSE_RECALL)
    @rule(way=st.sampled_from(["ask", "refuse", "refuse", "grant"]))
    def recall(self, way: str) -> None:
        acts: dict[str, Callable[[Case], Case]] = {
            "ask": lambda c: endings.recall_requested(c, "另行办理。"),
            "grant": lambda c: endings.recall_granted(c, self.now),
            "refuse": lambda c: endings.recall_refused(c, "须作出决定。", self.now),
        }
        self.attempt(acts[way])

    @may(Command.DECIDE)
    @rule(by=STAFF, outcome=st.sampled_from(Outcome), ground=GROUNDS)
    def decide(self, by: str, outcome: Outcome, ground: RejectionGround | None) -> None:
        decision = Decision(outcome, "依据。", by, self.now, ground=ground)
        self.attempt(lambda c: c.decide(decision))

    @may(Command.DECIDE)
    @rule(outcome=st.sampled_from(Outcome))
    def finish(self, outcome: Outcome) -> None:
        self.visit("stf_a", "stf_b")
        for by in ("stf_a", "stf_b"):
            self.step(by, passed=True)
        rejects = outcome is Outcome.REJECTED
        self.decide("stf_c", outcome, RejectionGround.QUOTA_USED_UP if rejects else None)

    @may(Command.RELEASE)
    @rule()
    def release(self) -> None:
        self.attempt(lambda c: endings.released(c, self.now))

    @may(Command.DELIVER)
    @rule()
    def deliver(self) -> None:
        self.attempt(lambda c: c.deliver(self.now))

    @may(Command.ARCHIVE)
    @rule()
    def archive(self) -> None:
        self.attempt(endings.archived)

    @may(Command.REVOKE)
    @rule()
    def revoke(self) -> None:
        why = Revocation("民政局", RevocationGround.DECEPTION, "XKF 69", "伪造。", "a", self.now)
        self.attempt(lambda c: endings.revoked(c, why))

    @may(Command.REFUSE_NOT_REQUIRED, Command.WITHDRAW)
    @rule(chance=st.integers(0, 19))
    def give_up(self, chance: int) -> None:
        if chance == 0:
            self.attempt(lambda c: c.withdraw("不办了。", self.now))
        elif chance == 1:
            self.attempt(lambda c: c.refuse(Command.REFUSE_NOT_REQUIRED, "不需要。", self.now))
