"""A bad rating, as tests bring one about."""

from typing import Any

from services.intake.application.case.decide import (
    DecideApplication,
    decide_application,
    start_review,
)
from services.intake.application.case.end import deliver_result
from services.intake.application.case.receive import ReceiveApplication, receive_application
from services.intake.application.rating.follow_rating import (
    StartRectification,
    VerifyRating,
    finish_rectification,
    start_rectification,
    verify_rating,
)
from services.intake.application.rating.rate import RateByCode, rate_by_code
from services.intake.domain.case.case import Case
from services.intake.domain.case.papers import Paper
from services.intake.domain.case.parts import Channel, Origin, Outcome
from services.intake.domain.rating.rating import Given, Rating
from services.intake.domain.rating.rating_states import Grade
from shared.privacy.records import PersonalDetails
from tests.services.intake.desk import ZHANG, Desk

CLERK, LEADER, SECOND = "stf_c0001", "stf_g0001", "stf_g0002"
MENDER = "stf_c0002"
BAD = Given(Grade.VERY_DISSATISFIED, ("rude",))
PAPERS = (Paper("id-card"), Paper("household-register"))


async def handed_in(desk: Desk) -> Case:
    """Hand an application in at the window of a clerk."""
    command = ReceiveApplication(
        "elder-allowance", Origin(Channel.WINDOW), PAPERS, person=PersonalDetails(**ZHANG)
    )
    return await desk.run(lambda w: receive_application(command, w))


async def rated(desk: Desk, case: Case, given: Given = BAD, **more: Any) -> Rating:
    command = RateByCode(str(case.marks.receipt_code), given, **more)
    return await desk.run(lambda w: rate_by_code(command, w), by="resident-1")


async def said(desk: Desk) -> list[str]:
    return [name for name, _, data in await desk.announced() if "rating" in name or "recti" in name]


async def mended(desk: Desk, key: str) -> Rating:
    """Verify and mend a bad rating."""
    verification = VerifyRating(key, "当日等候两小时，属实。")
    start = StartRectification(key, MENDER, "增开窗口。")
    await desk.run(lambda w: verify_rating(verification, w), by=LEADER)
    await desk.run(lambda w: start_rectification(start, w), by=LEADER)
    return await desk.run(lambda w: finish_rectification(key, "已增开。", w), by=LEADER)


async def ended(desk: Desk) -> Case:
    """Take an application to its delivery."""
    case = await handed_in(desk)
    decision = DecideApplication(case.id, Outcome.APPROVED, "符合条件。", "stf_r0001", True)
    await desk.run(lambda w: start_review(case.id, w), by="stf_r0001")
    await desk.run(lambda w: decide_application(decision, w))
    return await desk.run(lambda w: deliver_result(case.id, w))
