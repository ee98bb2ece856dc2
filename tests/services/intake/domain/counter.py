"""A counter at which clerks and the applicant, or an agent, try what they like, in any order."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from services.intake.domain.case import endings
from services.intake.domain.case.case import Case
from services.intake.domain.case.grounds import RevocationGround
from services.intake.domain.case.papers import Paper
from services.intake.domain.case.parts import ReceiptKind, Revocation
from services.intake.domain.case.states import Command, State
from services.intake.domain.counter.authorisations import must_not_judge
from services.intake.domain.promise import deficiency
from shared.calendar import Extension
from tests.services.intake.domain.cases import ALL, CALENDAR, MAIN
from tests.services.intake.domain.office import ANYBODY, LETTER, PAPERS, WHY, AnOffice, may

GROUNDS = (Command.REFUSE_NOT_REQUIRED, Command.REFUSE_OUT_OF_COMPETENCE)


class ACounter(AnOffice):
    """What is done there, from what came online to what is taken back."""

    @may(Command.PRE_ACCEPT)
    @rule(good=st.booleans(), why=WHY)
    def screen(self, good: bool, why: str) -> None:
        if good:
            self.attempt(lambda c: endings.pre_accepted(c, self.now), ReceiptKind.RECEIVED)
        else:
            self.attempt(lambda c: endings.pre_rejected(c, why, self.now), ReceiptKind.PRE_REJECTED)

    @may(Command.ACCEPT, Command.SUBMIT_CORRECTION)
    @rule(papers=st.sampled_from([MAIN, ALL, (Paper("passport"),)]), promised=st.booleans())
    def hand_in(self, papers: tuple[Paper, ...], promised: bool) -> None:
        if self.case.state is State.RECEIVED:
            self.case = self.case.with_papers(self.item, papers)
        letter = LETTER if promised else None

        def act(case: Case) -> Case:
            signed = deficiency.committed(case, self.item, letter)
            return signed.submit_correction(self.item, papers)

        if self.attempt(act):
            self.came = self.now

    @may(Command.ACCEPT)
    @rule(by=ANYBODY, promised=st.booleans())
    def decide_to_accept(self, by: str, promised: bool) -> None:
        if by != self.case.agent:  # the use case's own guard: no agent accepts
            self.accept(by, promised=promised)

    @may(Command.REQUEST_CORRECTION)
    @rule(missing=st.sampled_from(["form", "photo", "passport"]))
    def notice(self, missing: str) -> None:
        def act(case: Case) -> Case:
            self.item.must_list((missing,), "missing")
            return case.request_correction((missing,), self.now)

        self.attempt(act, ReceiptKind.CORRECTION)

    @may(Command.SUPPLEMENT)
    @rule(code=PAPERS, seen=st.booleans())
    def supplement(self, code: str, seen: bool) -> None:
        self.attempt(lambda c: c.supplement(self.item, (Paper(code),), checked=seen))

    @may(Command.SUPPLEMENT)
    @rule()
    def supplement_what_silence_accepted(self) -> None:
        papers = tuple(map(Paper, self.case.missing))
        self.attempt(lambda c: c.supplement(self.item, papers, checked=True))

    @may(Command.CHECK_PAPER)
    @rule(code=PAPERS, good=st.booleans())
    def check(self, code: str, good: bool) -> None:
        self.attempt(lambda c: deficiency.checked(c, code, good=good, note="已核对。"))

    @may(Command.EXTEND_PROMISE)
    @rule(code=PAPERS, amount=st.sampled_from([0, 1, 9, 18, 19]), by=ANYBODY)
    def more_time_for_a_paper(self, code: str, amount: int, by: str) -> None:
        def act(case: Case) -> Case:
            must_not_judge(case.agent, by)
            longer = Extension(amount, by, "暴雪。", self.now)
            return deficiency.extended(case, code, longer, CALENDAR)

        self.attempt(act)

    @may(Command.RELEASE)
    @rule(by_the_book=st.booleans())
    def release(self, by_the_book: bool) -> None:
        for code in self.case.deficient if by_the_book else ():
            self.supplement(code, seen=True)
        self.attempt(lambda c: endings.released(c, self.now), ReceiptKind.DECIDED)

    @may(Command.DELIVER)
    @rule()
    def deliver(self) -> None:
        self.attempt(lambda c: c.deliver(self.now), ReceiptKind.DELIVERED)

    @may(Command.ARCHIVE)
    @rule()
    def archive(self) -> None:
        self.attempt(endings.archived)

    @may(Command.REVOKE)
    @rule(why=WHY)
    def revoke(self, why: str) -> None:
        way = Revocation("民政局", RevocationGround.DECEPTION, "XKF 69", why, "a", self.now)
        self.attempt(lambda c: endings.revoked(c, way), ReceiptKind.REVOKED)

    # Seldom, or nothing else would be tried.
    @may(Command.REFUSE_NOT_REQUIRED, Command.WITHDRAW)
    @rule(way=st.sampled_from([*[None] * 15, Command.WITHDRAW, *GROUNDS]), why=WHY)
    def give_up(self, way: Command | None, why: str) -> None:
        if way is Command.WITHDRAW:
            self.attempt(lambda c: c.withdraw("不办了。", self.now), ReceiptKind.WITHDRAWN)
        elif way is not None:
            self.attempt(lambda c: c.refuse(way, why, self.now), ReceiptKind.REFUSED)
