"""An application with papers under a promise, as tests bring one about."""

from dataclasses import replace
from datetime import datetime

from services.intake.application.case.decide import (
    DecideApplication,
    SupplementPapers,
    decide_application,
    start_review,
    supplement_papers,
)
from services.intake.application.promise.promise import (
    CheckPaper,
    check_paper,
)
from services.intake.domain.case.case import Case
from services.intake.domain.case.papers import Paper
from services.intake.domain.case.parts import Outcome
from services.intake.domain.catalogue.policies import LapsePolicy
from tests.services.intake.application.test_receive import apply
from tests.services.intake.desk import Desk

RELIEF = "temporary-relief"
PAPERS = {"hardship-proof": "困难证明"}
MAIN = ("relief-application", "id-card")
LETTER = "20260907000001"
"""The letter is kept under the number of its application, as many offices do."""
MIDWAY = datetime.fromisoformat("2026-09-12T12:00:00+08:00")
DUE = datetime.fromisoformat("2026-09-16T17:30:00+08:00")
LATER = datetime.fromisoformat("2026-11-30T12:00:00+08:00")


async def promised(desk: Desk, policy: LapsePolicy = LapsePolicy.DEEMED_WITHDRAWN) -> Case:
    """Return an application with a paper to follow within seven working days of a Monday."""
    item = desk.catalogue.get(RELIEF)
    desk.catalogue._items[RELIEF] = replace(item, lapse_policy=policy)
    await apply(desk, RELIEF, *MAIN, promised=("hardship-proof",), signature=LETTER)
    return await desk.only()


async def review(desk: Desk, outcome: Outcome | None = None) -> Case:
    case = await desk.only()
    case = await desk.run(lambda w: start_review(case.id, w))
    if outcome is None:
        return case
    decision = DecideApplication(case.id, outcome, "符合条件。", "stf_r0001", True)
    return await desk.run(lambda w: decide_application(decision, w))


async def hand_in(desk: Desk, *, checked: bool) -> Case:
    case = await desk.only()
    papers = SupplementPapers(case.id, (Paper("hardship-proof", "original"),), checked)
    return await desk.run(lambda w: supplement_papers(papers, w))


async def check(desk: Desk, *, good: bool) -> Case:
    case = await desk.only()
    found = CheckPaper(case.id, "hardship-proof", good, "已核对。")
    return await desk.run(lambda w: check_paper(found, w))


async def names(desk: Desk) -> list[str]:
    return [name for name, _, _ in await desk.announced()]
