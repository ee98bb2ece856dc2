from dataclasses import replace
from datetime import timedelta

import pytest

from services.intake.application.case.receive import ReceiveApplication, receive_application
from services.intake.domain.case.papers import Paper
from services.intake.domain.case.parts import Channel, Origin, ReceiptKind
from services.intake.domain.case.states import State
from services.intake.domain.catalogue.guide import HandlingForm
from shared.events.grid import HelpRequested
from shared.events.partners import EmploymentApplicationSubmitted, ServiceApplicationSubmitted
from shared.messaging.ledger import Fate
from shared.values import Invalid, Refusal
from tests.services.intake.desk import COMMUNITY, STREET, ZHANG, Desk, seal

ID = {"code": "id-card"}
REGISTER = {"code": "household-register"}


async def apply(
    desk: Desk, item: str, *papers: str, promised: tuple[str, ...] = (), signature: str = "CN-7"
) -> None:
    """Apply through the portal under a reference of its own, with a letter for what follows."""
    desk.records += 1
    letter = {"signature": signature, "papers": [{"code": code} for code in promised]}
    result = await desk.hear(
        "portal",
        ServiceApplicationSubmitted,
        reference=f"R-{desk.records}",
        item_code=item,
        papers=[{"code": code} for code in papers],
        promised_papers=list(promised),
        promise=letter if promised else None,
    )
    assert result.outcome == "handled", result


async def test_a_complete_application_is_received_and_accepted_at_once(desk: Desk) -> None:
    await apply(desk, "elder-allowance", "id-card", "household-register")
    case = await desk.only()
    assert case.state is State.ACCEPTED
    assert case.project_no == "20260907000001"
    assert [r.kind for r in case.receipts] == [ReceiptKind.RECEIVED, ReceiptKind.ACCEPTED]
    assert [r.number for r in case.receipts] == ["20260907000001-01", "20260907000001-02"]
    said = await desk.announced()
    assert [(name, sequence) for name, sequence, _ in said] == [
        ("application.received", 1),
        ("application.accepted", 2),
    ]


async def test_whatever_is_missing_is_told_once_and_at_once(desk: Desk) -> None:
    await apply(desk, "minimum-living-allowance", "id-card", promised=("income-proof",))
    case = await desk.only()
    missing = ("allowance-application", "household-register", "income-proof", "property-statement")
    assert (case.state, case.missing) == (State.CORRECTION, missing)
    name, _, data = (await desk.announced())[-1]
    assert (name, tuple(data["missing"])) == ("correction.requested", missing)


@pytest.mark.parametrize(
    ("channel", "zh"),
    [(Channel.KIOSK, "自助机"), (Channel.ONLINE, "电脑端"), (Channel.MOBILE, "移动端")],
)
async def test_an_item_is_applied_for_in_the_ways_that_its_guide_publishes(
    desk: Desk, channel: Channel, zh: str
) -> None:
    item = desk.catalogue.get("temporary-relief")
    window = replace(item.guide, forms=(HandlingForm.WINDOW,))
    desk.catalogue._items[item.code] = replace(item, guide=window)
    tried = ReceiveApplication(item.code, Origin(channel), ())
    with pytest.raises(Invalid) as refused:
        await desk.run(lambda w: receive_application(tried, w))
    assert (refused.value.code, refused.value.field) == ("not-handled-so", "channel")
    assert refused.value.zh == f"“临时救助”不能通过{zh}办理；办理形式：窗口。"
    letter = ReceiveApplication(item.code, Origin(Channel.POST), ())
    assert (await desk.run(lambda w: receive_application(letter, w))).state is State.CORRECTION


async def test_an_item_of_a_partner_is_handed_over_after_acceptance(desk: Desk) -> None:
    await apply(desk, "real-estate-registration", "id-card", "household-register")
    case = await desk.only()
    assert (case.state, case.handed_to, case.version) == (State.IN_REVIEW, "real-estate", 4)
    assert [name for name, _, _ in await desk.announced()] == [
        "application.received",
        "application.accepted",
        "review.started",
        "case.handed-over",
    ]


async def test_an_employment_registration_carries_the_wish_and_the_person(desk: Desk) -> None:
    await desk.hear("portal", EmploymentApplicationSubmitted, sealed=seal(**ZHANG))
    case = await desk.only()
    assert (case.item_code, case.state) == ("employment-registration", State.ACCEPTED)
    name, _, data = (await desk.announced())[-1]
    assert name == "application.accepted"
    assert data["wish"]["occupations"] == ["4-10-01-06"]
    assert data["applicant"] == case.applicant
    assert case.applicant is not None
    assert case.applicant.startswith("per_")


async def test_nothing_personal_leaves_the_sealed_store(desk: Desk) -> None:
    sealed = seal(**ZHANG, 民族="某", address="伊金霍洛西街1号")
    await desk.hear("portal", ServiceApplicationSubmitted, sealed=sealed)
    rows = getattr(desk.store, "rows")  # noqa: B009 - the fake's own view of every document
    stored = b"".join(raw for kind in rows.values() for raw in kind.values())
    for secret in (*ZHANG.values(), "民族", "伊金霍洛西街1号"):
        assert secret.encode() not in stored


async def test_the_same_person_is_one_reference_over_two_applications(desk: Desk) -> None:
    for reference in ("A-1", "A-2"):
        await desk.hear(
            "portal", ServiceApplicationSubmitted, reference=reference, sealed=seal(**ZHANG)
        )
    first, second = await desk.cases()
    assert first.applicant == second.applicant


async def test_without_personal_data_there_is_no_applicant(desk: Desk) -> None:
    await apply(desk, "elder-allowance", "id-card", "household-register")
    assert (await desk.only()).applicant is None


async def test_what_cannot_be_unsealed_is_quarantined(desk: Desk) -> None:
    result = await desk.hear("portal", ServiceApplicationSubmitted, sealed="a.b.c.d.e")
    assert result.outcome == Fate.QUARANTINED
    assert await desk.cases() == []


async def test_the_same_reference_in_another_event_is_refused_and_told_its_number(
    desk: Desk,
) -> None:
    await desk.hear("portal", ServiceApplicationSubmitted)
    again = await desk.hear("portal", ServiceApplicationSubmitted)
    assert again.outcome == Fate.REFUSED
    assert isinstance(again.error, Refusal)
    assert again.error.code == "already-received"
    assert (await desk.only()).project_no in again.error.zh


async def test_an_unknown_item_is_quarantined_with_its_field(desk: Desk) -> None:
    result = await desk.hear("portal", ServiceApplicationSubmitted, item_code="moon-permit")
    assert result.outcome == Fate.QUARANTINED
    assert isinstance(result.error, Invalid)
    assert result.error.field == "item_code"


async def test_a_request_for_help_becomes_a_case_that_leads_back_to_its_incident(
    desk: Desk,
) -> None:
    await desk.hear("grid", HelpRequested, subject="inc_1")
    case = await desk.only()
    assert (case.item_code, case.origin.channel) == ("temporary-relief", Channel.GRID)
    assert case.state is State.CORRECTION
    assert {data["incident"] for _, _, data in await desk.announced()} == {"inc_1"}


async def test_numbers_run_through_the_day_of_the_counter_not_of_utc(desk: Desk) -> None:
    await apply(desk, "elder-allowance")
    await apply(desk, "elder-allowance")
    desk.clock.advance(timedelta(hours=14, minutes=59))  # 23:59 in Beijing
    await apply(desk, "elder-allowance")
    desk.clock.advance(timedelta(minutes=1))
    await apply(desk, "elder-allowance")
    numbers = [case.project_no for case in await desk.cases()]
    assert numbers == [
        "20260907000001",
        "20260907000002",
        "20260907000003",
        "20260908000001",
    ]


async def test_a_retried_command_opens_no_second_application(desk: Desk) -> None:
    command = ReceiveApplication(
        "elder-allowance", Origin(Channel.WINDOW), (Paper("id-card"), Paper("household-register"))
    )
    first = await desk.run(lambda w: receive_application(command, w), COMMUNITY, "same")
    other = Desk()
    second = await other.run(lambda w: receive_application(command, w), COMMUNITY, "same")
    assert (first.id, first.orgunit) == (second.id, COMMUNITY)
    assert first.orgunit != STREET


async def test_states_reached_are_counted_after_the_commit(desk: Desk) -> None:
    await apply(desk, "real-estate-registration", "id-card", "household-register")
    for state in ("received", "accepted", "in-review"):
        count = desk.metrics.registry.get_sample_value(
            "jiedao_intake_applications_total", {"state": state}
        )
        assert count == 1, state


async def test_the_acceptance_says_whether_reviewers_of_the_office_are_to_look_at_it(
    desk: Desk,
) -> None:
    await apply(desk, "elder-allowance", "id-card", "household-register")
    await apply(desk, "elder-card", "id-card", "photo")
    await apply(desk, "real-estate-registration", "id-card", "household-register")
    await desk.hear("portal", EmploymentApplicationSubmitted)
    accepted = [data for name, _, data in await desk.announced() if name == "application.accepted"]
    assert {data["item_code"]: data["reviewed"] for data in accepted} == {
        "elder-allowance": True,
        "elder-card": False,
        "real-estate-registration": False,
        "employment-registration": False,
    }
