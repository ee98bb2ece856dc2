"""What may happen to an application, as a script of use cases; it breaks off at the present."""

from datetime import time, timedelta
from random import Random

from benchmarks.street.draft import PROCEDURE, Draft, answers_of, office_time
from benchmarks.street.office import Office
from services.intake.application.case.check import (
    AcceptApplication,
    SubmitCorrection,
    accept_application,
    submit_correction,
)
from services.intake.application.case.decide import (
    DecideApplication,
    decide_application,
    start_review,
)
from services.intake.application.case.end import (
    WithdrawApplication,
    archive,
    deliver_result,
    withdraw_application,
)
from services.intake.application.case.procedures import StartProcedure, start_procedure
from services.intake.application.case.recall import RecallStep, request_recall
from services.intake.application.case.receive import ReceiveApplication, receive_application
from services.intake.application.case.screen import pre_accept
from services.intake.application.work.claim import ClaimCase, ReleaseCase, claim_case, release_case
from services.intake.domain.case.case import Case
from services.intake.domain.case.grounds import RejectionGround
from services.intake.domain.case.papers import Paper
from services.intake.domain.case.parts import Need, Origin, Outcome
from services.intake.domain.case.states import State
from services.intake.domain.catalogue.item import ItemKind
from shared.calendar import CST, Limit, Unit
from shared.privacy.records import PersonalDetails

CLERK, REVIEWER = "clerk", "reviewer"
ACTIONS = 10
NOON = time(13)
_TO_COME = 3
"""Decided, delivered, archived: what follows when all that is idle was done."""
ZHANG = PersonalDetails(name="张三", phone="13812341234", id_number="11010519491231002X")


class Present(Exception):  # noqa: N818 - nothing is wrong: the rest has not happened yet
    """The next step lies beyond the present."""


class Life:
    """One application led from its arrival to its end, or to the present."""

    def __init__(self, draft: Draft, office: Office, dice: Random) -> None:
        self._draft, self._office, self._dice = draft, office, dice
        self._clerk = f"stf_c{dice.randint(1, 20):04}"
        self._reviewer = f"stf_r{dice.randint(1, 20):04}"
        self._case = ""

    async def lead(self) -> None:
        """Let all of it happen, and time pass to the present."""
        try:
            await self._begun()
            await getattr(self, f"_{self._draft.fate}")()
        except Present:
            pass
        await self._office.wait(self._draft.until)

    async def _begun(self) -> None:
        draft = self._draft
        answers = answers_of(draft.item)
        papers = tuple(Paper(p.code) for p in draft.item.asking(answers).papers)
        lacking = draft.fate == "corrected" and not draft.item.checked_by_staff
        command = ReceiveApplication(
            draft.item.code,
            Origin(draft.channel),
            papers[:-1] if lacking else papers,
            person=ZHANG,
            answers=answers,
            point=draft.point,
            need=Need.AGED if self._dice.random() < 0.02 else None,  # noqa: PLR2004
        )
        case = await self._office.act(lambda w: receive_application(command, w), self._clerk, CLERK)
        self._case = case.id
        if draft.fate == "untouched":
            raise Present
        if case.state is State.SUBMITTED:
            await self._later(1)
            case = await self._act(lambda w: pre_accept(self._case, w), self._clerk, CLERK)
        if case.state is State.CORRECTION:
            await self._later(2)
            more = SubmitCorrection(self._case, papers)
            case = await self._act(lambda w: submit_correction(more, w), self._clerk, CLERK)
        if case.state is State.RECEIVED:
            await self._later(1)
            accept = AcceptApplication(self._case)
            await self._act(lambda w: accept_application(accept, w), self._clerk, CLERK)

    async def _corrected(self) -> None:
        await self._plain()

    async def _plain(self) -> None:
        await self._reviewed()
        await self._idle(ACTIONS - _TO_COME)
        await self._ended(Outcome.APPROVED)

    async def _rejected(self) -> None:
        await self._reviewed()
        await self._idle(ACTIONS - _TO_COME)
        await self._ended(Outcome.REJECTED)

    async def _withdrawn(self) -> None:
        await self._idle(ACTIONS - 1)
        await self._later(1)
        command = WithdrawApplication(self._case, "申请人撤回。")
        await self._act(lambda w: withdraw_application(command, w), self._clerk, CLERK)

    async def _suspended(self) -> None:
        await self._reviewed()
        await self._idle(ACTIONS - 1)
        command = StartProcedure(
            self._case,
            PROCEDURE,
            "需专家评审。",
            "行政许可法",
            "stf_r0099",
            Limit(60, Unit.WORKING_DAYS),
            {REVIEWER},
        )
        await self._later(1)
        await self._act(lambda w: start_procedure(command, w), self._reviewer, REVIEWER)

    async def _recalled(self) -> None:
        await self._reviewed()
        await self._idle(ACTIONS - 1)
        command = RecallStep(self._case, "申请人要求撤件。")
        await self._later(1)
        await self._act(lambda w: request_recall(command, w), self._clerk, CLERK)

    async def _undelivered(self) -> None:
        await self._reviewed()
        await self._idle(ACTIONS - 1)
        await self._decided(Outcome.APPROVED)

    async def _unreviewed(self) -> None:
        await self._idle(ACTIONS)

    async def _reviewed(self) -> None:
        await self._later(self._dice.choice((1, 1, 2)))
        await self._act(lambda w: start_review(self._case, w), self._reviewer, REVIEWER)

    async def _idle(self, steps: int) -> None:
        """Let colleagues take it in hand and put it back until so many steps were taken."""
        role = CLERK if self._draft.item.kind is ItemKind.INSTANT else REVIEWER
        while len(self._office.store.rows["trail"]) < steps:
            by = f"stf_{role[0]}{self._dice.randint(21, 60):04}"
            claim, release = ClaimCase(self._case, by, {role}), ReleaseCase(self._case, by)
            await self._later(0)
            await self._act(lambda w, c=claim: claim_case(c, w), by, role)
            if len(self._office.store.rows["trail"]) < steps:
                await self._later(self._dice.choice((0, 0, 1)))
                await self._act(lambda w, c=release: release_case(c, w), by, role)

    async def _ended(self, outcome: Outcome) -> None:
        await self._decided(outcome)
        await self._later(1)
        await self._act(lambda w: deliver_result(self._case, w), self._clerk, CLERK)
        await self._later(2)
        await self._act(lambda w: archive(self._case, w), self._clerk, CLERK)

    async def _decided(self, outcome: Outcome) -> None:
        await self._later(1)
        ground = RejectionGround.CONDITIONS_NOT_MET if outcome is Outcome.REJECTED else None
        command = DecideApplication(
            self._case, outcome, "已核对。", self._reviewer, reviewer=True, ground=ground
        )
        await self._act(lambda w: decide_application(command, w), self._reviewer, REVIEWER)

    async def _act(self, act: object, by: str, role: str) -> Case:
        case: Case = await self._office.act(act, by, role)  # type: ignore[arg-type]
        return case

    async def _later(self, days: int) -> None:
        """Let some days pass, to office hours; the same day's next half, where it is none."""
        now = self._office.clock.now().astimezone(CST)
        half = self._dice.randint(0, 1)
        day = now.date() + timedelta(days=days)
        if days == 0 and now.time() < NOON:
            half = 1
        elif days == 0:
            day += timedelta(days=1)
        works = self._office.town.calendars.of(self._draft.orgunit).table.works
        while not works(day.toordinal()):
            day += timedelta(days=1)
        at = office_time(day, half, self._dice)
        if at > self._draft.until:
            raise Present
        await self._office.wait(at + self._draft.shift)
