"""Whatever is tried in whatever order, the guards of domain.md 2.1 and 2.2 hold."""

from hypothesis import settings
from hypothesis.stateful import invariant

from services.intake.domain.case.parts import BY_PROMISE, Outcome, ReceiptKind
from services.intake.domain.case.review import standing
from services.intake.domain.case.states import PROMISING, State
from services.intake.domain.receipts.receipts import written
from tests.services.intake.domain.cases import ITEM
from tests.services.intake.domain.office import AnOffice

APPROVED = {Outcome.APPROVED, Outcome.APPROVED_DEFICIENT}
RESULT_GIVEN = {State.DELIVERED, State.ARCHIVED}


class GuardedOffice(AnOffice):
    """What holds of it after every try."""

    @invariant()
    def no_result_is_given_before_promised_papers_are_good(self) -> None:
        decision = self.case.decision
        if self.case.state in RESULT_GIVEN and decision and decision.outcome in APPROVED:
            assert self.case.deficient == ()
            assert decision.outcome is Outcome.APPROVED

    @invariant()
    def every_main_paper_was_in_where_it_was_accepted(self) -> None:
        if self.case.accepted_at:
            have = {paper.code for paper in self.case.papers}
            assert {paper.code for paper in ITEM.papers if paper.main} <= have

    @invariant()
    def a_decision_has_reasons_and_all_its_steps_by_different_persons(self) -> None:
        decision = self.case.decision
        if decision is None or decision.by == BY_PROMISE:
            return
        persons = [*(step.by for step in standing(self.case.steps)), decision.by]
        assert decision.reasons
        assert len(persons) == len(set(persons)) == max(len(self.case.review_steps), 1)
        assert not self.case.onsite_needed or self.case.onsite is not None

    @invariant()
    def only_an_approval_is_revoked(self) -> None:
        if self.case.state is State.REVOKED:
            assert self.case.decision is not None
            assert self.case.decision.outcome in APPROVED

    @invariant()
    def what_is_owed_has_a_clock_and_what_is_not_has_none(self) -> None:
        clocks = {c.name.removeprefix("deficiency:") for c in self.case.open_clocks}
        owed = set(self.case.deficient) if self.case.state in PROMISING else set()
        assert clocks & {"income-proof", "statement"} == owed

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
    max_examples=100, stateful_step_count=30, derandomize=True
)
TestWhateverIsTried = GuardedOffice.TestCase
