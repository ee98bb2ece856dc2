"""代办: an agent hands in under a letter, hears of it, and judges nothing."""

from dataclasses import replace
from datetime import datetime

import pytest

from services.intake.application.case.check import (
    SubmitCorrection,
    submit_correction,
)
from services.intake.application.case.decide import (
    decide_application,
)
from services.intake.application.case.end import (
    WithdrawApplication,
    deliver_result,
    withdraw_application,
)
from services.intake.application.case.receive import ReceiveApplication, receive_application
from services.intake.application.counter.authorisations import (
    withdraw_authorisation,
)
from services.intake.domain.case.parts import (
    Channel,
    Origin,
)
from services.intake.domain.case.states import State
from services.intake.domain.counter.authorisations import Act
from shared.privacy.records import PersonalDetails
from shared.values import Invalid, NotAllowed, NotFound, Refusal
from tests.services.intake.application.letters import (
    AGENT,
    OTHER,
    PAPERS,
    approval,
    authorise,
    authorise_for,
    decided,
    hand_in,
    tenant,
)
from tests.services.intake.desk import ZHANG, Desk


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
    case = await hand_in(desk, letter.id, *tenant(), item="residence-proof")
    at_once = replace(approval(case.id, OTHER), hand_over=True)
    with pytest.raises(NotAllowed, match="does not cover 'collect'"):
        await desk.run(lambda w: decide_application(at_once, w))
    may = await authorise(desk, PersonalDetails(name="张小明"), (Act.HAND_IN, Act.COLLECT))
    case = await hand_in(desk, may.id, *tenant(), item="residence-proof")
    taken = await desk.run(lambda w: decide_application(replace(at_once, case=case.id), w))
    assert taken.state is State.DELIVERED


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
