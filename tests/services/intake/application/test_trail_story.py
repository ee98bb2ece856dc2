"""The history of an application, from the trail that its steps really left."""

from dataclasses import replace

import pytest

from services.intake.adapters.rating.mongo_ratings import StoredTrail
from services.intake.application.case.recall import RecallStep, grant_recall, request_recall
from services.intake.application.history.tell_history import tell_history
from services.intake.domain.catalogue.policies import CorrectionLapse, LapsePolicy
from shared.calendar import Limit, Unit
from tests.services.intake.application.promises import LATER, promised, review
from tests.services.intake.application.test_receive import apply
from tests.services.intake.desk import Desk


async def story(desk: Desk) -> list[str]:
    """Return the sentences of the one application, without when."""
    case = await desk.only()
    steps = await StoredTrail(desk.store).of(case.id, after=None, limit=100)
    return [said[0].partition("，")[2] for _, said in tell_history(case, steps, desk.catalogue)]


async def test_what_was_not_corrected_in_time_is_not_told_as_somebodys_wish(desk: Desk) -> None:
    item = desk.catalogue.get("elder-allowance")
    desk.catalogue._items[item.code] = replace(
        item,
        correction_limit=Limit(10, Unit.WORKING_DAYS),
        correction_lapse=CorrectionLapse.DEEMED_WITHDRAWN,
    )
    await apply(desk, "elder-allowance", "id-card")
    await desk.pass_to(LATER)
    told = [one for one in await story(desk) if "撤回" in one]
    assert told == ["系统因逾期未补交材料，视为撤回申请。逾期未补正。"]


@pytest.mark.parametrize("policy", list(LapsePolicy))
async def test_a_broken_promise_is_told_by_its_consequence(desk: Desk, policy: LapsePolicy) -> None:
    await promised(desk, policy)
    await desk.pass_to(LATER)
    told = await story(desk)
    assert not [one for one in told if "申请人不再申请" in one]
    deemed = [one for one in told if one.startswith("系统因逾期未补交材料，视为撤回申请。")]
    assert len(deemed) == (policy is LapsePolicy.DEEMED_WITHDRAWN)


async def test_what_was_asked_back_and_given_back_is_told_so(desk: Desk) -> None:
    await apply(desk, "elder-allowance", "id-card", "household-register")
    key = (await review(desk)).id
    await desk.run(lambda w: request_recall(RecallStep(key, "另行办理。"), w))
    await desk.run(lambda w: grant_recall(key, w))
    assert (await story(desk))[-1].endswith("同意撤件，停止审查。另行办理。")
