"""What is announced names nobody: an event cannot be recalled from a log."""

import importlib
import pkgutil

import pytest

from services.intake.application.case.end import WithdrawApplication, withdraw_application
from services.intake.application.case.review import TakeStep, take_step
from services.intake.application.people.unnamed import WRITTEN
from services.intake.domain.case.states import State
from shared import events
from shared.events.base import Words
from shared.events.intake import CaseEvent
from shared.events.partners import AgencyDecisionMade, ServiceApplicationSubmitted
from shared.privacy.records import PersonalDetails
from shared.values import Invalid
from tests.services.intake.application.letters import OTHER, PAPERS, authorise, hand_in
from tests.services.intake.desk import ZHANG, Desk, seal


async def test_staff_are_asked_to_leave_the_applicants_name_out(desk: Desk) -> None:
    item = {"item_code": "elder-allowance", "sealed": seal(**ZHANG)}
    await desk.hear("portal", ServiceApplicationSubmitted, **item)
    case = await desk.only()
    command = WithdrawApplication(case.id, f"{ZHANG['name']}本人撤回。")
    with pytest.raises(Invalid, match="the applicant") as refused:
        await desk.run(lambda w: withdraw_application(command, w))
    assert refused.value.field == "reasons"
    assert (await desk.only()).version == case.version
    assert ZHANG["name"] not in str(await desk.announced())


async def test_an_organisations_name_stays_out_as_it_is_often_its_owners(desk: Desk) -> None:
    firm = {"org_name": "东胜区张三小吃店", "uscc": "91152201078377449P"}
    item = {"item_code": "elder-allowance", "sealed": seal(**firm)}
    await desk.hear("portal", ServiceApplicationSubmitted, **item)
    case = await desk.only()
    command = WithdrawApplication(case.id, f"{firm['org_name']}撤回。")
    with pytest.raises(Invalid, match="the applicant"):
        await desk.run(lambda w: withdraw_application(command, w))
    assert (await desk.only()).version == case.version


async def test_a_partners_decision_that_names_the_applicant_is_the_partners_to_mend(
    desk: Desk,
) -> None:
    item = {"item_code": "real-estate-registration", "reference": "BDC-77"}
    await desk.hear("portal", ServiceApplicationSubmitted, **item, sealed=seal(**ZHANG))
    told = {"reference": "BDC-77", "reasons": "张三名下房产属实。"}
    result = await desk.hear("real-estate", AgencyDecisionMade, **told)
    assert result.outcome == "quarantined"
    assert "name-in-words" in str(getattr(result.error, "code", ""))
    assert (await desk.only()).state is State.IN_REVIEW
    mended = {**told, "reasons": "申请人名下房产属实。"}
    assert (await desk.hear("real-estate", AgencyDecisionMade, **mended)).outcome == "handled"


@pytest.mark.parametrize("name", [ZHANG["name"], "李四"])
async def test_an_opinion_names_neither_the_applicant_nor_who_acts_for_them(
    desk: Desk, name: str
) -> None:
    letter = await authorise(desk, PersonalDetails(name="李四", phone="13900001111"))
    case = await hand_in(desk, letter.id, *PAPERS)
    command = TakeStep(case.id, OTHER, f"{name}提交的材料属实。", passed=True)
    with pytest.raises(Invalid) as refused:
        await desk.run(lambda w: take_step(command, w))
    assert (refused.value.code, refused.value.field) == ("name-in-words", "opinion")


def test_every_member_in_which_somebody_writes_is_looked_at() -> None:
    for module in pkgutil.iter_modules(events.__path__):
        importlib.import_module(f"shared.events.{module.name}")
    longest = Words.__metadata__[0].metadata[-1]  # type: ignore[attr-defined]
    written = {
        name
        for event in _kinds(CaseEvent)
        for name, field in event.model_fields.items()
        if longest in field.metadata
    }
    assert written | {"authority"} == set(WRITTEN)


def _kinds(event: type[CaseEvent]) -> list[type[CaseEvent]]:
    return [event, *(kind for one in event.__subclasses__() for kind in _kinds(one))]
