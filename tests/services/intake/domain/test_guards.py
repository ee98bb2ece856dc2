"""Whatever is tried in whatever order, the guards of domain.md 2.1 to 2.3 hold."""

from itertools import pairwise

from hypothesis import settings
from hypothesis.stateful import invariant

from services.intake.domain.case.clocks import DECISION
from services.intake.domain.case.parts import BY_PROMISE, Outcome, ProcedureKind, ReceiptKind
from services.intake.domain.case.review import standing
from services.intake.domain.case.states import PROMISING, State
from services.intake.domain.promise.promise import PaperState
from services.intake.domain.receipts.receipts import written
from tests.services.intake.domain.bureau import ABureau
from tests.services.intake.domain.cases import ITEM
from tests.services.intake.domain.office import FOLLOWING

APPROVED = {Outcome.APPROVED, Outcome.APPROVED_DEFICIENT}
RESULT_GIVEN = {State.DELIVERED, State.ARCHIVED}
BEFORE_REVIEW = {State.SUBMITTED, State.RECEIVED, State.CORRECTION, State.ACCEPTED}
WITH_REASONS = {
    State.PRE_REJECTED,
    State.NOT_REQUIRED,
    State.OUT_OF_COMPETENCE,
    State.RETURNED,
    State.DEEMED_WITHDRAWN,
    State.ACCEPTANCE_REVOKED,
    State.TERMINATED,
    State.REVOKED,
}


class GuardedOffice(ABureau):
    """What holds of it after every try."""

    @invariant()
    def no_result_is_given_before_promised_papers_are_good(self) -> None:
        decision, promise = self.case.decision, self.case.promise
        if self.case.state in RESULT_GIVEN and decision and decision.outcome in APPROVED:
            assert self.case.deficient == ()
            assert decision.outcome is Outcome.APPROVED
            terms = promise.papers if promise else ()
            assert {term.state for term in terms} <= {PaperState.CHECKED_OK}

    @invariant()
    def every_main_paper_was_in_where_it_was_accepted(self) -> None:
        decision = self.case.decision
        approved = decision is not None and decision.outcome in APPROVED
        if approved or (self.case.accepted_at and not self.silent):
            have = {paper.code for paper in self.case.papers}
            assert {paper.code for paper in ITEM.papers if paper.main} <= have
            assert self.case.missing == ()

    @invariant()
    def silence_accepts_from_the_day_the_papers_came(self) -> None:
        if self.silent:
            assert self.case.accepted_at == self.came

    @invariant()
    def nothing_outside_the_published_list_is_kept_asked_or_promised(self) -> None:
        promised = self.case.promise.papers if self.case.promise else ()
        told = {paper.code for paper in self.case.papers}
        told |= {*self.case.missing, *self.case.deficient, *(term.code for term in promised)}
        assert told <= set(ITEM.paper_codes)

    @invariant()
    def a_decision_has_reasons_and_all_its_steps_by_different_persons(self) -> None:
        decision = self.case.decision
        if decision is None or decision.by == BY_PROMISE:
            return
        persons = [*(step.by for step in standing(self.case.steps)), decision.by]
        assert decision.reasons.strip()
        assert len(persons) == len(set(persons)) == max(len(self.case.review_steps), 1)
        assert self.case.onsite or not self.case.onsite_needed

    @invariant()
    def two_of_the_staff_or_more_go(self) -> None:
        assert self.case.onsite is None or len(set(self.case.onsite.by)) >= 2

    @invariant()
    def who_acts_for_the_applicant_or_accepted_it_judges_nothing(self) -> None:
        decided = [self.case.decision.by] if self.case.decision else []
        judges = {*decided, *(step.by for step in self.case.steps)}
        assert judges.isdisjoint({self.case.agent, self.case.accepted_by})
        assert self.case.agent not in (self.case.onsite.by if self.case.onsite else ())

    @invariant()
    def nothing_is_decided_before_a_review_and_nothing_ends_without_reasons(self) -> None:
        assert self.case.state not in BEFORE_REVIEW or self.case.decision is None
        if self.case.state in WITH_REASONS:
            assert (self.case.because or "").strip()

    @invariant()
    def only_an_approval_is_revoked(self) -> None:
        if self.case.state is State.REVOKED:
            assert self.case.decision is not None
            assert self.case.decision.outcome in APPROVED

    @invariant()
    def one_procedure_runs_at_a_time_with_reasons_and_while_it_does_the_clocks_stand(self) -> None:
        stopping = [p for p in self.case.procedures if p.kind is not ProcedureKind.EXTENSION]
        running = [p for p in stopping if p.ended_at is None]
        assert running == stopping[len(stopping) - len(running) :]
        assert len(running) <= (self.case.state in {State.SUSPENDED, State.RECALL_PENDING})
        assert running or self.case.state is not State.SUSPENDED
        assert all(a.ended_at and a.ended_at <= b.started_at for a, b in pairwise(stopping))
        assert all(procedure.reason.strip() for procedure in self.case.procedures)
        for clock in self.case.open_clocks:
            # What had run out before is not stopped any more.
            stopped = running and (not clock.due_at or clock.due_at >= running[0].started_at)
            assert clock.name not in DECISION or (clock.due_at is None) is bool(stopped)

    @invariant()
    def limits_are_extended_once_and_within_bounds(self) -> None:
        given = [p for p in self.case.procedures if p.kind is ProcedureKind.EXTENSION]
        assert [p.limit.amount <= ITEM.extension for p in given] in ([], [True])
        for clock in self.case.clocks:
            paper = clock.name.removeprefix("deficiency:") in FOLLOWING
            most = clock.limit.amount if paper else ITEM.extension
            assert [e.amount <= most for e in clock.extensions] in ([], [True])

    @invariant()
    def what_is_owed_has_a_clock_and_what_is_not_has_none(self) -> None:
        clocks = {c.name.removeprefix("deficiency:") for c in self.case.open_clocks}
        owed = set(self.case.deficient) if self.case.state in PROMISING else set()
        assert clocks & set(FOLLOWING) == owed

    @invariant()
    def receipts_are_numbered_and_dated_one_after_the_other(self) -> None:
        receipts = self.case.receipts
        numbers = [f"{self.case.project_no}-{n:02d}" for n in range(1, len(receipts) + 1)]
        assert [receipt.number for receipt in receipts] == numbers
        assert all(one.at <= other.at for one, other in pairwise(receipts))

    @invariant()
    def every_receipt_can_be_written_and_a_rejection_tells_why_and_the_remedies(
        self,
    ) -> None:
        last = self.case.receipts[-1]
        codes = [line.code for line in written(self.case, last, self.item).lines]
        if last.kind is ReceiptKind.DECIDED and self.case.state is State.DECIDED:
            rejected = self.case.decision and self.case.decision.outcome is Outcome.REJECTED
            assert ("remedy" in codes) is ("ground" in codes) is bool(rejected)


GuardedOffice.TestCase.settings = settings(
    max_examples=150, stateful_step_count=30, derandomize=True
)
TestWhateverIsTried = GuardedOffice.TestCase
