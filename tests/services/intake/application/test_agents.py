"""代办: an agent hands in under a letter, hears of it, and judges nothing."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime

import pytest

from services.intake.application.authorisations import (
    GiveAuthorisation,
    give_authorisation,
    withdraw_authorisation,
)
from services.intake.application.check import (
    AcceptApplication,
    RequestCorrection,
    SubmitCorrection,
    accept_application,
    request_correction,
    submit_correction,
)
from services.intake.application.decide import (
    DecideApplication,
    SupplementPapers,
    decide_application,
    start_review,
    supplement_papers,
)
from services.intake.application.end import (
    RefuseApplication,
    RevokeApproval,
    WithdrawApplication,
    deliver_result,
    refuse_application,
    revoke_approval,
    withdraw_application,
)
from services.intake.application.ports import Work
from services.intake.application.procedures import (
    EndProcedure,
    StartProcedure,
    end_procedure,
    start_procedure,
)
from services.intake.application.promise import (
    CheckPaper,
    ExtendPromise,
    check_paper,
    extend_promise,
    make_good,
)
from services.intake.application.receive import ReceiveApplication, receive_application
from services.intake.application.screen import PreReject, pre_accept, pre_reject
from services.intake.domain.authorisations import Act, Authorisation
from services.intake.domain.case import Case
from services.intake.domain.papers import Paper
from services.intake.domain.parts import (
    Channel,
    Origin,
    Outcome,
    ProcedureKind,
    RevocationGround,
)
from services.intake.domain.states import State
from shared.calendar import Limit, Unit
from shared.privacy.records import PersonalDetails
from shared.values import Invalid, NotAllowed, NotFound, Refusal
from tests.services.intake.desk import ZHANG, Desk

UNTIL = datetime.fromisoformat("2026-12-31T23:59:59+08:00")
# The desk's commands are those of stf_c0001.
AGENT, OTHER = "stf_c0001", "stf_c0002"
PAPERS = (Paper("id-card"), Paper("household-register"))
FIVE = Limit(5, Unit.WORKING_DAYS)
ITEMS = ("elder-allowance", "residence-proof")


async def authorise(
    desk: Desk,
    agent: str | PersonalDetails = AGENT,
    acts: tuple[Act, ...] = (Act.HAND_IN, Act.CORRECT),
) -> Authorisation:
    return await authorise_for(desk, PersonalDetails(**ZHANG), agent, acts)


async def authorise_for(
    desk: Desk,
    applicant: PersonalDetails,
    agent: str | PersonalDetails = AGENT,
    acts: tuple[Act, ...] = (Act.HAND_IN, Act.COLLECT),
) -> Authorisation:
    command = GiveAuthorisation(applicant, agent, ITEMS, acts, UNTIL, "SQ-2026-1")
    return await desk.run(lambda w: give_authorisation(command, w))


async def hand_in(
    desk: Desk,
    authorisation: str,
    *papers: Paper,
    item: str = "elder-allowance",
    channel: Channel = Channel.WINDOW,
) -> Case:
    command = ReceiveApplication(item, Origin(channel), papers, authorisation=authorisation)
    return await desk.run(lambda w: receive_application(command, w))


async def test_an_agent_hands_in_and_every_event_names_applicant_and_agent(desk: Desk) -> None:
    letter = await authorise(desk)
    case = await hand_in(desk, letter.id, *PAPERS)
    assert (case.applicant, case.agent, case.authorisation) == (letter.applicant, AGENT, letter.id)
    given, *told = await desk.announced()
    assert (given[0], given[2]["item_names"]) == (
        "authorisation.given",
        ["高龄津贴申领", "居住证明盖章"],
    )
    assert len(told) == 2
    assert {(data["applicant"], data["agent"]) for _, _, data in told} == {(case.applicant, AGENT)}


async def test_a_relative_is_a_person_of_the_sealed_store_and_never_taken_for_staff(
    desk: Desk,
) -> None:
    letter = await authorise(desk, PersonalDetails(name="张小明", phone="13800001111"))
    case = await hand_in(desk, letter.id, *PAPERS)
    assert case.agent is not None
    assert case.agent.startswith("per_")
    _, _, data = (await desk.announced())[-1]
    assert data["agent_person"] == case.agent
    assert "agent" not in data
    assert "张小明" not in str(await desk.announced())


async def test_a_relative_at_a_kiosk_is_sent_to_a_counter(desk: Desk) -> None:
    letter = await authorise(desk, PersonalDetails(name="张小明"))
    with pytest.raises(NotAllowed, match="counter"):
        await hand_in(desk, letter.id, *PAPERS, channel=Channel.KIOSK)


async def test_another_member_of_staff_does_not_use_the_letter(desk: Desk) -> None:
    letter = await authorise(desk, OTHER)
    with pytest.raises(NotAllowed, match="Only the agent"):
        await hand_in(desk, letter.id, *PAPERS)
    assert await desk.cases() == []


async def test_what_the_letter_does_not_cover_is_refused(desk: Desk) -> None:
    letter = await authorise(desk)
    with pytest.raises(NotAllowed, match="does not cover"):
        await hand_in(desk, letter.id, item="elder-card")
    desk.clock.move(datetime.fromisoformat("2027-01-01T08:00:00+08:00"))
    with pytest.raises(NotAllowed, match="ran until"):
        await hand_in(desk, letter.id, *PAPERS)


async def test_after_its_withdrawal_an_agent_may_do_nothing_more(desk: Desk) -> None:
    letter = await authorise(desk)
    case = await hand_in(desk, letter.id, PAPERS[0])
    await desk.run(lambda w: withdraw_authorisation(letter.id, w))
    correction = SubmitCorrection(case.id, PAPERS)
    with pytest.raises(NotAllowed, match="withdrawn"):
        await desk.run(lambda w: submit_correction(correction, w))
    told = [(name, sequence, data["agent"]) for name, sequence, data in await desk.announced()]
    assert ("authorisation.withdrawn", 2, AGENT) in told


async def test_an_agent_does_what_was_authorised_and_not_more(desk: Desk) -> None:
    letter = await authorise(desk)
    case = await hand_in(desk, letter.id, PAPERS[0])
    with pytest.raises(NotAllowed, match="withdraw"):
        await desk.run(lambda w: withdraw_application(WithdrawApplication(case.id, "撤回"), w))
    correction = SubmitCorrection(case.id, PAPERS)
    case = await desk.run(lambda w: submit_correction(correction, w))
    assert case.state is State.ACCEPTED


async def test_staff_who_are_not_the_agent_act_for_the_office(desk: Desk) -> None:
    letter = await authorise(desk, PersonalDetails(name="张小明"))
    case = await hand_in(desk, letter.id, *PAPERS)
    gone = await desk.run(lambda w: withdraw_application(WithdrawApplication(case.id, "撤回"), w))
    assert gone.state is State.WITHDRAWN


async def test_the_agent_neither_reviews_nor_decides_nor_approves_of_more_time(desk: Desk) -> None:
    letter = await authorise(desk)
    case = await hand_in(desk, letter.id, *PAPERS)
    with pytest.raises(NotAllowed, match="agent"):
        await desk.run(lambda w: start_review(case.id, w))
    extension = StartProcedure(
        case.id, ProcedureKind.EXTENSION, "量大。", "XKF 42", AGENT, Limit(3, Unit.WORKING_DAYS)
    )
    with pytest.raises(NotAllowed, match="agent"):
        await desk.run(lambda w: start_procedure(extension, w))
    visit = await hand_in(desk, letter.id, *_tenant(), item="residence-proof")
    with pytest.raises(NotAllowed, match="agent"):
        await desk.run(lambda w: decide_application(_approval(visit.id, AGENT), w))
    decided = await desk.run(lambda w: decide_application(_approval(visit.id, OTHER), w))
    assert decided.state is State.DECIDED


async def test_a_relative_does_what_the_letter_covers_while_it_holds(desk: Desk) -> None:
    letter = await authorise(desk, PersonalDetails(name="张小明"))
    case = await hand_in(desk, letter.id, PAPERS[0])
    giving_up = WithdrawApplication(case.id, "撤回", letter.id)
    with pytest.raises(NotAllowed, match="does not cover 'withdraw'"):
        await desk.run(lambda w: withdraw_application(giving_up, w))
    correction = SubmitCorrection(case.id, PAPERS, authorisation=letter.id)
    case = await desk.run(lambda w: submit_correction(correction, w))
    assert case.state is State.ACCEPTED
    late = await hand_in(desk, letter.id, PAPERS[0])
    desk.clock.move(datetime.fromisoformat("2027-01-01T08:00:00+08:00"))
    with pytest.raises(NotAllowed, match="ran until"):
        await desk.run(lambda w: submit_correction(replace(correction, case=late.id), w))


async def test_another_relative_collects_under_a_letter_of_the_same_applicant(desk: Desk) -> None:
    letter = await authorise(desk, OTHER, (Act.HAND_IN, Act.COLLECT))
    case = await decided(desk, letter)
    strangers = await authorise_for(desk, PersonalDetails(name="李四"))
    with pytest.raises(Invalid, match="not this applicant's"):
        await desk.run(lambda w: deliver_result(case.id, w, authorisation=strangers.id))
    with pytest.raises(NotAllowed, match="Only the agent"):
        await desk.run(lambda w: deliver_result(case.id, w, authorisation=letter.id))
    sister = await authorise(desk, PersonalDetails(name="张小红"), (Act.COLLECT,))
    given = await desk.run(lambda w: deliver_result(case.id, w, authorisation=sister.id))
    assert given.state is State.DELIVERED


async def test_on_the_spot_nobody_takes_a_result_away_who_may_not_collect_it(desk: Desk) -> None:
    letter = await authorise(desk, PersonalDetails(name="张小明"))
    case = await hand_in(desk, letter.id, *_tenant(), item="residence-proof")
    at_once = replace(_approval(case.id, OTHER), hand_over=True)
    with pytest.raises(NotAllowed, match="does not cover 'collect'"):
        await desk.run(lambda w: decide_application(at_once, w))
    may = await authorise(desk, PersonalDetails(name="张小明"), (Act.HAND_IN, Act.COLLECT))
    case = await hand_in(desk, may.id, *_tenant(), item="residence-proof")
    taken = await desk.run(lambda w: decide_application(replace(at_once, case=case.id), w))
    assert taken.state is State.DELIVERED


async def decided(desk: Desk, letter: Authorisation) -> Case:
    """Let the staff agent of a letter hand in, and another decide."""
    command = ReceiveApplication(
        "residence-proof", Origin(Channel.WINDOW), _tenant(), authorisation=letter.id
    )
    case = await desk.run(lambda w: receive_application(command, w), by=letter.agent)
    return await desk.run(lambda w: decide_application(_approval(case.id, AGENT), w))


def _tenant() -> tuple[Paper, ...]:
    return (Paper("id-card"), Paper("tenancy-contract"))


def _approval(case: str, by: str) -> DecideApplication:
    return DecideApplication(case, Outcome.APPROVED, "符合条件。", by, reviewer=False)


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
    "makes-good": make_good,
    "stops-the-clock": lambda key, w: start_procedure(
        StartProcedure(key, ProcedureKind.APPRAISAL, "须鉴定。", "XKF 45", OTHER, FIVE), w
    ),
    "lets-it-run": lambda key, w: end_procedure(EndProcedure(key, "已鉴定。"), w),
    "revokes": lambda key, w: revoke_approval(
        RevokeApproval(key, "民政局", RevocationGround.DECEPTION, "XKF 69", "伪造。", AGENT), w
    ),
}


@pytest.mark.parametrize("act", JUDGING)
async def test_whatever_judges_an_application_is_not_its_agent_s(desk: Desk, act: str) -> None:
    letter = await authorise(desk)
    case = await hand_in(desk, letter.id, PAPERS[0])
    with pytest.raises(NotAllowed) as refused:
        await desk.run(lambda w: JUDGING[act](case.id, w))
    assert refused.value.code == "agent-apart"


async def test_what_the_law_demands_in_person_admits_no_agent(desk: Desk) -> None:
    letter = await authorise(desk)
    items = desk.catalogue._items
    items["elder-allowance"] = replace(items["elder-allowance"], in_person=True)
    with pytest.raises(NotAllowed, match="in person"):
        await hand_in(desk, letter.id, *PAPERS)
    with pytest.raises(NotAllowed, match="in person"):
        await authorise(desk)


async def test_with_a_letter_nobody_else_is_named_as_the_applicant(desk: Desk) -> None:
    letter = await authorise(desk)
    both = ReceiveApplication(
        "elder-allowance",
        Origin(Channel.WINDOW),
        person=PersonalDetails(name="李四"),
        authorisation=letter.id,
    )
    for command in (both, replace(both, person=None, authorisation="auth_nobody")):
        with pytest.raises(Invalid) as refused:
            await desk.run(lambda w, c=command: receive_application(c, w))  # type: ignore[misc]
        assert refused.value.field == "authorisation"


async def test_nobody_is_their_own_agent_and_a_stranger_is_not_known(desk: Desk) -> None:
    with pytest.raises(Refusal, match="cannot be the applicant"):
        await authorise(desk, PersonalDetails(**ZHANG))
    with pytest.raises(NotFound):
        await authorise(desk, f"per_{'z' * 26}")
