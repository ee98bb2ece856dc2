"""An agent judges nothing of what the agent handed in."""

from collections.abc import Awaitable, Callable

import pytest

from services.intake.application.case.check import (
    AcceptApplication,
    RequestCorrection,
    accept_application,
    request_correction,
)
from services.intake.application.case.decide import (
    SupplementPapers,
    decide_application,
    start_review,
    supplement_papers,
)
from services.intake.application.case.end import (
    RefuseApplication,
    RevokeApproval,
    refuse_application,
    revoke_approval,
)
from services.intake.application.case.procedures import (
    EndProcedure,
    StartProcedure,
    end_procedure,
    start_procedure,
)
from services.intake.application.case.screen import PreReject, pre_accept, pre_reject
from services.intake.application.ports import Work
from services.intake.application.promise.promise import (
    CheckPaper,
    ExtendPromise,
    MakeGood,
    check_paper,
    extend_promise,
    make_good,
)
from services.intake.domain.case.case import Case
from services.intake.domain.case.grounds import RevocationGround
from services.intake.domain.case.parts import (
    ProcedureKind,
)
from services.intake.domain.case.states import State
from shared.values import NotAllowed
from tests.services.intake.application.letters import (
    AGENT,
    FIVE,
    OTHER,
    PAPERS,
    approval,
    authorise,
    hand_in,
    tenant,
)
from tests.services.intake.desk import Desk


async def test_the_agent_neither_reviews_nor_decides_nor_approves_of_more_time(desk: Desk) -> None:
    letter = await authorise(desk)
    case = await hand_in(desk, letter.id, *PAPERS)
    with pytest.raises(NotAllowed, match="agent"):
        await desk.run(lambda w: start_review(case.id, w))
    extension = StartProcedure(
        case.id, ProcedureKind.EXTENSION, "量大。", "XKF 42", None, FIVE, {"shift_leader"}
    )
    with pytest.raises(NotAllowed, match="agent"):
        await desk.run(lambda w: start_procedure(extension, w))
    visit = await hand_in(desk, letter.id, *tenant(), item="residence-proof")
    with pytest.raises(NotAllowed, match="agent"):
        await desk.run(lambda w: decide_application(approval(visit.id, AGENT), w))
    decided = await desk.run(lambda w: decide_application(approval(visit.id, OTHER), w))
    assert decided.state is State.DECIDED


async def test_the_agent_neither_accepts_nor_refuses_what_was_handed_in(desk: Desk) -> None:
    letter = await authorise(desk)
    case = await hand_in(desk, letter.id, PAPERS[0])
    refusal = RefuseApplication(case.id, "out-of-competence", "不属本机关。")
    for act in (
        lambda w: accept_application(AcceptApplication(case.id), w),
        lambda w: refuse_application(refusal, w),
    ):
        with pytest.raises(NotAllowed, match="agent"):
            await desk.run(act)


JUDGING: dict[str, Callable[[str, Work], Awaitable[Case]]] = {
    "takes-in": pre_accept,
    "does-not-take-in": lambda key, w: pre_reject(PreReject(key, "无法辨认。"), w),
    "notices": lambda key, w: request_correction(RequestCorrection(key, ("id-card",)), w),
    "finds-good": lambda key, w: check_paper(CheckPaper(key, "id-card", True, "属实。"), w),
    "finds-good-at-once": lambda key, w: supplement_papers(SupplementPapers(key, PAPERS), w),
    "gives-more-time": lambda key, w: extend_promise(
        ExtendPromise(key, "id-card", 1, "暴雪。", AGENT), w
    ),
    "makes-good": lambda key, w: make_good(MakeGood(key, "已补交。"), w),
    "stops-the-clock": lambda key, w: start_procedure(
        StartProcedure(key, ProcedureKind.APPRAISAL, "须鉴定。", "XKF 45", OTHER, FIVE, {"clerk"}),
        w,
    ),
    "lets-it-run": lambda key, w: end_procedure(EndProcedure(key, "已鉴定。"), w),
    "revokes": lambda key, w: revoke_approval(
        RevokeApproval(key, "民政局", RevocationGround.DECEPTION, "XKF 69", "伪造。", AGENT), w
    ),
}


async def test_the_agent_approves_of_no_procedure_that_another_starts(desk: Desk) -> None:
    letter = await authorise(desk)
    case = await hand_in(desk, letter.id, PAPERS[0])
    command = StartProcedure(
        case.id, ProcedureKind.APPRAISAL, "须鉴定。", "XKF 45", AGENT, FIVE, {"clerk"}
    )
    with pytest.raises(NotAllowed) as refused:
        await desk.run(lambda w: start_procedure(command, w), by=OTHER)
    assert refused.value.code == "agent-apart"


@pytest.mark.parametrize("act", JUDGING)
async def test_whatever_judges_an_application_is_not_its_agent_s(desk: Desk, act: str) -> None:
    letter = await authorise(desk)
    case = await hand_in(desk, letter.id, PAPERS[0])
    with pytest.raises(NotAllowed) as refused:
        await desk.run(lambda w: JUDGING[act](case.id, w))
    assert refused.value.code == "agent-apart"
