"""What leaves the house with an application, and to whom."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.adapters.case.mongo_cases import HANDOVERS
from services.intake.application.case.recall import RecallStep, grant_recall, request_recall
from services.intake.application.case.receive import ReceiveApplication, receive_application
from services.intake.domain.case.papers import Paper
from services.intake.domain.case.parts import Channel, Origin
from services.intake.domain.case.states import State
from services.intake.domain.exchange.handover import CONSENTABLE, HandOver, allowed
from shared.events.partners import AgencyDecisionMade, ServiceApplicationSubmitted
from tests.services.intake.desk import KEY, PARTNER_KEY, ZHANG, Desk, seal

HANDED = "case.handed-over"
HOUSE = {"papers": [{"code": "id-card"}, {"code": "household-register"}]}


async def applied(
    desk: Desk, *consent: str, item: str = "real-estate-registration", **more: Any
) -> HandOver:
    """Apply for a partner's item through the portal; return the hand-over."""
    said = {"item_code": item, "sealed": seal(**ZHANG), "consent": list(consent), **HOUSE, **more}
    result = await desk.hear("portal", ServiceApplicationSubmitted, **said)
    assert result.outcome == "handled", result
    return await record(desk)


async def record(desk: Desk) -> HandOver:
    (row,) = await desk.store.page("handovers", {}, after=None, limit=9)
    return HANDOVERS.decode(row)


async def test_only_what_the_applicant_allowed_leaves_and_only_the_partner_opens_it(
    desk: Desk,
) -> None:
    handed = await applied(desk, "name", "phone")
    assert handed.sealed is not None
    assert PARTNER_KEY.unseal(handed.sealed) == {"name": "张三", "phone": "13812341234"}
    with pytest.raises(Exception, match="cannot be opened"):
        KEY.unseal(handed.sealed)
    name, _, data = (await desk.announced())[-1]
    assert (name, data["partner"], data["consented"]) == (
        "case.handed-over",
        "real-estate",
        ["name", "phone"],
    )
    assert data["sealed"] == handed.sealed
    assert "张三" not in str(await desk.announced())


async def test_an_organisation_is_named_where_its_name_may_go_and_only_there(desk: Desk) -> None:
    firm = {"org_name": "东胜区天骄家政有限公司", "uscc": "91152201078377449P"}
    await applied(desk, "name", sealed=seal(**ZHANG, **firm))
    handed = await record(desk)
    assert handed.sealed is not None
    assert PARTNER_KEY.unseal(handed.sealed) == {"name": "张三", **firm}
    assert handed.fields == ("name", "org_name", "uscc")
    assert (await desk.announced())[-1][2]["consented"] == ["name"]


async def test_without_the_name_no_organisation_leaves_either(desk: Desk) -> None:
    firm = {"org_name": "东胜区天骄家政有限公司", "uscc": "91152201078377449P"}
    handed = await applied(desk, "phone", sealed=seal(**ZHANG, **firm))
    assert handed.fields == ("phone",)


async def test_without_consent_nothing_personal_leaves(desk: Desk) -> None:
    handed = await applied(desk)
    case = await desk.only()
    assert (handed.sealed, handed.without, case.handed_fields) == (None, "nothing-allowed", ())
    assert (await desk.announced())[-1][2].get("sealed") is None


async def test_a_partner_without_a_key_gets_nothing_and_the_case_says_so(desk: Desk) -> None:
    items = {p.code for p in desk.catalogue.get("business-loan-referral").papers}
    loan = {"papers": [{"code": code} for code in sorted(items)]}
    await applied(desk, "name", item="business-loan-referral", **loan)
    case = await desk.only()
    assert (case.handed_to, case.handed_fields, case.handed_without) == (
        "bank-ordos",
        (),
        "partner-without-key",
    )


async def test_the_partners_answer_closes_the_hand_over_and_its_sealed_copy_goes(
    desk: Desk,
) -> None:
    handed = await applied(desk, "name")
    await desk.hear("real-estate", AgencyDecisionMade, reference=handed.number)
    answered = await record(desk)
    assert (answered.open, answered.outcome, answered.sealed) == (False, "approved", None)
    assert answered.answered_at == desk.clock.now()


async def test_of_two_systems_that_number_alike_a_partner_decides_the_one_it_means(
    desk: Desk,
) -> None:
    first = await applied(desk, reference="R-1")
    papers = (Paper("id-card"), Paper("household-register"))
    origin = Origin(Channel.ONLINE, "bank-ordos", "R-1")
    command = ReceiveApplication("real-estate-registration", origin, papers)
    second = await desk.run(lambda w: receive_application(command, w))
    told = [data["number"] for name, _, data in await desk.announced() if name == HANDED]
    assert told == ["R-1", second.project_no]
    await desk.hear("real-estate", AgencyDecisionMade, reference=second.project_no)
    assert [case.state for case in await desk.cases()] == [State.IN_REVIEW, State.DECIDED]
    await desk.hear("real-estate", AgencyDecisionMade, reference=first.number)
    assert [case.state for case in await desk.cases()] == [State.DECIDED, State.DECIDED]


async def test_a_number_of_ours_that_a_system_gave_to_another_is_not_used_with_a_partner(
    desk: Desk,
) -> None:
    taken = await applied(desk, reference="20260907000002")
    papers = (Paper("id-card"), Paper("household-register"))
    command = ReceiveApplication("real-estate-registration", Origin(Channel.WINDOW), papers)
    case = await desk.run(lambda w: receive_application(command, w))
    told = [data["number"] for name, _, data in await desk.announced() if name == HANDED]
    assert (case.project_no, told) == (taken.number, [taken.number, case.id])
    await desk.hear("real-estate", AgencyDecisionMade, reference=case.id)
    assert [case.state for case in await desk.cases()] == [State.IN_REVIEW, State.DECIDED]


async def test_what_is_withdrawn_waits_for_no_answer(desk: Desk) -> None:
    handed = await applied(desk, "name")
    await desk.run(lambda w: request_recall(RecallStep(handed.id, "另行办理。"), w))
    await desk.run(lambda w: grant_recall(handed.id, w))
    assert (await record(desk)).outcome == "withdrawn"


async def test_a_partner_that_is_late_is_reminded_and_then_overdue(desk: Desk) -> None:
    await applied(desk, "name")
    await desk.pass_to(desk.clock.now().replace(month=10, day=1))
    told = [(n, d["clock"], d["handed_to"]) for n, _, d in await desk.announced() if "clock" in d]
    assert ("deadline.near-due", "promised", "real-estate") in told
    assert ("deadline.overdue", "promised", "real-estate") in told


@given(
    st.lists(st.sampled_from([*CONSENTABLE, "ethnicity", "id"])),
    st.dictionaries(st.sampled_from([*CONSENTABLE, "religion"]), st.none() | st.text()),
)
def test_nothing_but_what_was_allowed_and_is_known_ever_leaves(
    consented: list[str], known: dict[str, str | None]
) -> None:
    leaves = allowed(tuple(consented), known)
    assert leaves.keys() <= {*consented} & {*CONSENTABLE}
    assert all(known[name] == value and value for name, value in leaves.items())
