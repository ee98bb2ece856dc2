"""Why an agency rejected: by the law's list where it says so, and never invented."""

import pytest

from services.intake.adapters.case.mongo_cases import CASES
from services.intake.adapters.rating.mongo_ratings import OUTCOMES
from services.intake.domain.case.grounds import RejectionGround
from services.intake.domain.case.states import State
from shared.events.partners import AgencyDecisionMade
from shared.values import Refusal
from tests.services.intake.application.test_decide import handed_over
from tests.services.intake.desk import Desk


async def test_the_agency_may_say_by_the_laws_list_why_it_rejects(desk: Desk) -> None:
    await handed_over(desk)
    said = {"outcome": "rejected", "ground": "rights-of-others", "reasons": "权属有争议。"}
    await desk.hear("real-estate", AgencyDecisionMade, reference="B1", **said)
    case = await desk.only()
    assert case.decision is not None
    assert case.decision.ground is RejectionGround.RIGHTS_OF_OTHERS
    assert (await desk.announced())[-1][2]["ground"] == "rights-of-others"
    (outcome,) = await desk.store.page("outcomes", {}, after=None, limit=9)
    assert (outcome["rejected"], outcome["ground"]) == (True, "rights-of-others")


async def test_a_rejection_that_an_agency_gave_no_ground_for_invents_none(desk: Desk) -> None:
    await handed_over(desk)
    await desk.hear("real-estate", AgencyDecisionMade, reference="B1", outcome="rejected")
    case = await desk.only()
    assert case.decision is not None
    assert case.decision.ground is None
    assert (await desk.announced())[-1][2].get("ground") is None


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"outcome": "approved", "ground": "barred"}, "ground-without-rejection"),
        ({"outcome": "rejected", "ground": "promise-broken"}, "ground-of-a-promise"),
    ],
)
async def test_an_agencys_ground_that_cannot_be_is_not_taken(
    desk: Desk, said: dict[str, str], code: str
) -> None:
    await handed_over(desk)
    result = await desk.hear("real-estate", AgencyDecisionMade, reference="B1", **said)
    assert isinstance(result.error, Refusal)
    assert (result.error.code, result.error.field) == (code, "ground")
    assert (await desk.only()).state is State.IN_REVIEW


async def test_what_was_decided_before_grounds_were_coded_is_read_as_it_was(desk: Desk) -> None:
    await handed_over(desk)
    await desk.hear("real-estate", AgencyDecisionMade, reference="B1", outcome="rejected")
    (case,) = await desk.store.page("cases", {}, after=None, limit=9)
    (outcome,) = await desk.store.page("outcomes", {}, after=None, limit=9)
    del case["decision"]["ground"], outcome["ground"], outcome["rejected"]
    decision = CASES.decode(case).decision
    assert decision is not None
    assert decision.ground is None
    assert not OUTCOMES.decode(outcome).rejected
