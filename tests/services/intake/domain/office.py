"""An office in which an application begins, and in which time passes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any, TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from services.intake.domain.case import endings
from services.intake.domain.case.case import Case
from services.intake.domain.case.clocks import CORRECTION, CORRECTION_NOTICE, timed
from services.intake.domain.case.papers import Paper
from services.intake.domain.case.parts import ReceiptKind
from services.intake.domain.case.states import TABLE, Command, State
from services.intake.domain.catalogue.item import Item
from services.intake.domain.catalogue.policies import CorrectionLapse, LapsePolicy
from services.intake.domain.promise import deficiency
from services.intake.domain.promise.promise import Commitment, Pledge
from shared.values import Refusal
from tests.services.intake.domain.cases import CALENDAR, MONDAY, received

STAFF = ("stf_a", "stf_b", "stf_c", "stf_d", "stf_e", "stf_f")
ANYBODY = st.sampled_from(STAFF)
FOLLOWING = ("income-proof", "statement")
PAPERS = st.sampled_from([*FOLLOWING, *FOLLOWING, "passport"])
WHY = st.sampled_from(["依据。", "依据。", "依据。", "", "  "])
LETTER = Commitment("CN-2026-0001", tuple(map(Pledge, FOLLOWING)))
BY_POLICY = {
    LapsePolicy.DEEMED_WITHDRAWN: ReceiptKind.DEEMED_WITHDRAWN,
    LapsePolicy.ACCEPTANCE_REVOKED: ReceiptKind.ACCEPTANCE_REVOKED,
    LapsePolicy.REJECTED: ReceiptKind.DECIDED,
    LapsePolicy.TERMINATED: ReceiptKind.TERMINATED,
}
F = TypeVar("F", bound=Callable[..., Any])


def may(*commands: Command) -> Callable[[F], F]:
    """Let a rule run where one of these commands is possible; elsewhere the table refuses it."""

    def possible(office: "AnOffice") -> bool:
        return any(TABLE.allows(office.case.state, command) for command in commands)

    def guarded(tried: F) -> F:
        return precondition(possible)(tried)

    return guarded


class AnOffice(RuleBasedStateMachine):
    """One application, whatever it begins with.

    `came` is when its papers last came, `silent` whether silence accepted it.
    """

    case: Case

    def open(self, item: Item, papers: tuple[Paper, ...], agent: str | None, state: State) -> None:
        """Let one come on a Monday, online or at the window."""
        self.now = self.came = MONDAY
        self.silent = False
        self.item = item
        case = received(papers, state=state, agent=agent)
        self.case = timed(case, self.item, self.now, CALENDAR)

    def attempt(self, act: Callable[[Case], Case], *gives: ReceiptKind) -> bool:
        """Try a step; what is taken has given these receipts, dated now, and no others."""
        try:
            after = act(self.case)
        except Refusal:
            return False
        given = after.receipts[len(self.case.receipts) :]
        assert [(receipt.kind, receipt.at) for receipt in given] == [(k, self.now) for k in gives]
        self.case = timed(after, self.item, self.now, CALENDAR)
        return True

    def accept(self, by: str, *, promised: bool) -> None:
        letter = LETTER if promised else None

        def act(case: Case) -> Case:
            complete = deficiency.committed(case, self.item, letter)
            return replace(complete.accept(self.item, self.now), accepted_by=by)

        if self.attempt(act, ReceiptKind.ACCEPTED):
            self.bind()

    def bind(self) -> None:
        """What was accepted with papers to follow has its promise in the same step."""
        gives = [ReceiptKind.PROMISE] if self.case.deficient else []
        self.attempt(
            lambda c: deficiency.promised(c, self.item, self.now, CALENDAR),
            *gives,
        )

    @rule(days=st.sampled_from([1, 2, 5, 9, 30]))
    def time_passes(self, days: int) -> None:
        self.now += timedelta(days=days)
        for clock in self.case.open_clocks:
            if clock.due_at is None or clock.due_at >= self.now:
                continue
            if clock.name == CORRECTION_NOTICE:
                self.keep_silent()
            elif clock.name == CORRECTION:
                self.let_lapse()
        for code in FOLLOWING:
            self.attempt(partial(self.lapse, code), *self.lapse_gives(code))

    def keep_silent(self) -> None:
        if self.case.state is State.SUBMITTED:
            self.attempt(lambda c: endings.pre_accepted(c, self.now), ReceiptKind.RECEIVED)
        (since,) = [c.started_at for c in self.case.open_clocks if c.name == CORRECTION_NOTICE]
        accepted = self.attempt(
            lambda c: c.accept_by_silence(self.item, since, self.now), ReceiptKind.ACCEPTED
        )
        assert accepted
        self.silent = True
        self.bind()

    def let_lapse(self) -> None:
        policy = self.item.correction_lapse
        returned = policy is CorrectionLapse.RETURNED
        gives = ReceiptKind.RETURNED if returned else ReceiptKind.DEEMED_WITHDRAWN
        assert self.attempt(lambda c: endings.uncorrected(c, policy, self.now), gives)

    def lapse(self, code: str, case: Case) -> Case:
        if not deficiency.has_lapsed(case, code, self.now):
            return case
        return endings.consequence(deficiency.lapsed(case, code), self.now)

    def lapse_gives(self, code: str) -> list[ReceiptKind]:
        over = deficiency.has_lapsed(self.case, code, self.now)
        return [BY_POLICY[self.item.lapse_policy]] if over else []
