"""An application (办件): what may be done with it, and what it then is."""

from dataclasses import dataclass, replace
from datetime import datetime

from services.intake.domain.case import review
from services.intake.domain.case.duties import must_be_apart
from services.intake.domain.case.file import CaseFile
from services.intake.domain.case.grounds import must_be_given, must_be_grounded
from services.intake.domain.case.papers import Findings, Paper, must_be_in_form
from services.intake.domain.case.parts import Decision, Outcome, ReceiptKind
from services.intake.domain.case.states import TABLE, Command, State
from services.intake.domain.catalogue.item import NOBODY, Item
from shared.values import NotAllowed, Refusal


@dataclass(frozen=True)
class Case(CaseFile):
    """One application. Every step returns a new value or raises `Refusal`."""

    def accept(self, item: Item, now: datetime) -> "Case":
        """受理: complete, or complete but for what may follow (容缺): then in legal form too."""
        state = TABLE.next(self.state, Command.ACCEPT)
        found = self.findings(item)
        if found.missing:
            names = "、".join(found.missing)
            raise Refusal(
                "papers-missing",
                f"材料不齐，不能受理；缺：{names}。请先一次性告知补正。",
                f"It cannot be accepted, papers are missing: {names}. Ask for a correction first.",
                field="papers",
            )
        if found.deficient:
            must_be_in_form(item, found.unfit)
        return self._accepted(state, found, now, now)

    def accept_by_silence(self, item: Item, since: datetime, now: datetime) -> "Case":
        """逾期不告知，视为受理: accepted since the papers came (XKF 32(四)); the receipt is of now.

        What is missing stays named: it may still be handed in, and nothing is approved without it.
        """
        state = TABLE.next(self.state, Command.ACCEPT)
        return self._accepted(state, self.findings(item), now, since)

    def _accepted(self, state: State, found: Findings, now: datetime, since: datetime) -> "Case":
        accepted = replace(
            self,
            state=state,
            missing=found.missing,
            deficient=found.deficient,
            prepared=(),
            accepted_at=since,
        )
        return accepted.with_receipt(ReceiptKind.ACCEPTED, now)

    def prepare_correction(self, missing: tuple[str, ...]) -> "Case":
        """Note what is missing, for the one notice of the matter (一件事) that it belongs to."""
        state = TABLE.next(self.state, Command.PREPARE_CORRECTION)
        return replace(self, state=state, prepared=missing)

    def request_correction(self, missing: tuple[str, ...], now: datetime) -> "Case":
        """一次性告知: name everything that is missing (XKF 32(四))."""
        state = TABLE.next(self.state, Command.REQUEST_CORRECTION)
        noticed = replace(self, state=state, missing=missing, prepared=())
        return noticed.with_receipt(ReceiptKind.CORRECTION, now)

    def submit_correction(self, item: Item, papers: tuple[Paper, ...]) -> "Case":
        """补正: more papers are in; they are to be checked again."""
        state = TABLE.next(self.state, Command.SUBMIT_CORRECTION)
        corrected = replace(self, state=state).with_papers(item, papers)
        return replace(corrected, missing=corrected.findings(item).missing)

    def supplement(self, item: Item, papers: tuple[Paper, ...], *, checked: bool = True) -> "Case":
        """容缺补齐: papers that were to follow are in; `checked`: looked at there and then."""
        state = TABLE.next(self.state, Command.SUPPLEMENT)
        codes = {paper.code for paper in papers}
        if not codes & {*self.deficient, *self.missing}:
            due = "、".join((*self.deficient, *self.missing)) or "—"
            raise Refusal(
                "nothing-supplemented",
                f"这些材料都不在待补之列；待补：{due}。",
                f"None of these papers is to follow; to follow: {due}.",
                field="papers",
            )
        promise = self.promise
        for term in promise.owed if promise else ():
            if promise and term.code in codes:
                promise = promise.with_term(term.handed_in(checked=checked))
        owed = {term.code for term in promise.owed} if promise else {*self.deficient} - codes
        supplemented = replace(
            self,
            state=state,
            promise=promise,
            deficient=tuple(code for code in self.deficient if code in owed),
            missing=tuple(code for code in self.missing if code not in codes),
        )
        return supplemented.with_papers(item, papers)

    def refuse(self, command: Command, reasons: str, now: datetime) -> "Case":
        """不受理 or 不予受理: two outcomes that must not be mixed (XKF 32(一)(二))."""
        state = TABLE.next(self.state, command)
        must_be_given(reasons)
        refused = replace(self, state=state, because=reasons, prepared=())
        return refused.with_receipt(ReceiptKind.REFUSED, now)

    def start_review(
        self, handed_to: str | None = None, *, item: Item | None = None, onsite: bool = False
    ) -> "Case":
        """审查: by the office's own reviewers, or handed to the partner that decides.

        The steps of the review are those that the `item` asks for now; `onsite`: the reviewer wants
        the substance looked at on the spot, whatever the item says.
        """
        state = TABLE.next(self.state, Command.START_REVIEW)
        if self.decided_by == NOBODY:
            raise Refusal(
                "nothing-to-decide",
                f"“{self.item_name}”为登记事项，受理即完成，无须审查。",
                f"{self.item_code} is a registration: accepted is all there is.",
            )
        return replace(
            self,
            state=state,
            handed_to=handed_to,
            review_steps=item.review_steps if item else (),
            onsite_needed=onsite or (item is not None and item.onsite_review),
        )

    def decide(self, decision: Decision) -> "Case":
        """决定: with reasons, a rejection with its ground (XKF 38), after the steps of the review.

        Before promised papers are in and found good it can only be approved with deficiency
        (容缺通过), which withholds the result (domain.md 2.2).
        """
        state = TABLE.next(self.state, Command.DECIDE)
        if self.handed_to is None:
            must_be_apart(self, decision.by)
        elif decision.by != self.handed_to:
            raise NotAllowed(
                "handed-over",
                f"此件已转交“{self.handed_to}”，由其作出决定。",
                f"This application was handed to '{self.handed_to}', which decides it.",
            )
        review.must_be_done(self, decision.by)
        self._must_be_complete(decision.outcome)
        must_be_given(decision.reasons)
        rejects = decision.outcome is Outcome.REJECTED
        must_be_grounded(decision.ground, rejects=rejects, ours=self.handed_to is None)
        deficient = decision.outcome is Outcome.APPROVED_DEFICIENT
        told = replace(decision, with_deficiency=deficient)
        decided = replace(self, state=state, decision=told)
        return decided.with_receipt(ReceiptKind.DECIDED, decision.at)

    def _must_be_complete(self, outcome: Outcome) -> None:
        with_deficiency = outcome is Outcome.APPROVED_DEFICIENT
        if with_deficiency and not self.deficient:
            raise Refusal(
                "nothing-deficient",
                "没有待补的容缺材料，请直接作出准予或不予决定。",
                "No promised paper is to follow; approve or reject it.",
                field="outcome",
            )
        owed = () if with_deficiency else self.deficient
        owed += () if outcome is Outcome.REJECTED else self.missing
        if owed:
            names = "、".join(owed)
            raise Refusal(
                "papers-to-follow",
                f"材料尚未补齐，不能作出此决定；待补：{names}。",
                f"It cannot be decided so before these papers are in: {names}.",
                field="papers",
            )

    def deliver(self, now: datetime) -> "Case":
        """送达: the result reached the applicant; none before promised papers are found good."""
        state = TABLE.next(self.state, Command.DELIVER)
        decided = self.decision and self.decision.outcome
        if decided is Outcome.APPROVED_DEFICIENT:
            names = "、".join(self.deficient)
            raise Refusal(
                "result-withheld",
                f"容缺材料核对合格前不得发放结果；待补：{names}。",
                f"The result is withheld until these promised papers are found good: {names}.",
                field="papers",
            )
        return replace(self, state=state).with_receipt(ReceiptKind.DELIVERED, now)

    def withdraw(self, reasons: str, now: datetime) -> "Case":
        """撤回: on the applicant's wish; during the review it has to be asked back instead."""
        state = TABLE.next(self.state, Command.WITHDRAW)
        withdrawn = replace(self, state=state, because=reasons, prepared=())
        return withdrawn.with_receipt(ReceiptKind.WITHDRAWN, now)
