"""What a partner decides: handed over sealed, waited for, late, answered, reconciled."""

from datetime import timedelta

from shared.events.partners import AgencyDecisionMade
from tests.journeys.counter import clerk, leader, neighbour, papers, partner, told, words
from tests.journeys.keys import PartnerKeys
from tests.journeys.passing import advance_to
from tests.journeys.town import Town

AGENCY, ITEM = "real-estate", "real-estate-registration"


async def test_a_partner_reads_what_was_allowed_is_reminded_and_answers_late(
    week: Town, keys: PartnerKeys
) -> None:
    assert week.clock is not None
    window, agency, bank = clerk(week), partner(week, AGENCY), partner(week, "bank-ordos")
    person = neighbour("斯琴格日乐")
    monday = week.clock.now()
    application = {
        "item_code": ITEM,
        "papers": papers("id-card", "household-register"),
        "person": person,
        "consent": ["name", "phone"],
    }
    case = await window.does("/cases", application)
    key, number = case["id"], case["project_no"]
    assert (case["state"], case["handed_to"]) == ("in-review", AGENCY)
    assert case["handed_fields"] == ["name", "phone"]
    await told(window, "review-handed-over", key)

    waiting = (await agency.sees(f"/partners/{AGENCY}/handovers"))["items"]
    mine = next(row for row in waiting if row["project_no"] == number)
    allowed = {"name": person["name"], "phone": person["phone"]}
    assert keys.opened(AGENCY, mine["sealed"]) == allowed
    assert not any(value in words(waiting) for value in person.values())
    stranger = await bank.asks("GET", f"/partners/{AGENCY}/handovers")
    assert stranger.status_code == 403

    await advance_to(week, monday + timedelta(days=4))
    assert "case-near-due-partner" in await window.heard(key)
    await advance_to(week, monday + timedelta(days=8))
    assert "case-overdue" in await leader(week).heard(key)
    late = await window.sees(f"/partners/{AGENCY}/reconciliation")
    assert number in [row["project_no"] for row in late["overdue"]]

    decision = {
        "reference": mine["number"],
        "outcome": "approved",
        "reasons": "材料齐全，准予登记。",
        "certificate_no": "BDC-2026-0931",
    }
    await week.publish(AGENCY, AgencyDecisionMade.type, mine["number"], decision)
    await told(window, "application-decided-by-partner", key)
    decided = await window.sees(f"/cases/{key}")
    assert decided["decision"]["certificate_no"] == "BDC-2026-0931"
    assert decided["decision"]["by"] == AGENCY

    first = await agency.sees(f"/partners/{AGENCY}/reconciliation?day={monday:%Y-%m-%d}")
    today = await agency.sees(f"/partners/{AGENCY}/reconciliation")
    assert [row["project_no"] for row in first["handed_over"]] == [number]
    assert [row["project_no"] for row in today["answered"]] == [number]
    assert number not in [row["project_no"] for row in today["waiting"]]
