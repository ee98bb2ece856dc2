"""A person sees all that is kept, is erased, and then stands nowhere: store, bus, logs, exports."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from shared.calendar import CST
from shared.events.partners import AgencyDecisionMade
from shared.identity.roles import Role
from tests.journeys.counter import (
    Somebody,
    clerk,
    neighbour,
    operator,
    papers,
    partner,
    submitted_online,
    told,
    words,
)
from tests.journeys.dump import dumped, stored
from tests.journeys.passing import advance_to, town_at
from tests.journeys.town import Town

OPINION = "窗口的乌仁姑娘讲解得不清楚，跑了两趟才办成。"
ADDRESS = "东胜区民族街道某小区7号楼3单元1102"
WITHDRAWN = {"ground": "consent-withdrawn", "reason": "本人书面申请。"}
PROOF = {"item_code": "residence-proof", "papers": papers("id-card", "tenancy-contract")}
MONDAY = datetime.fromisoformat("2026-06-22T09:00:00+08:00")
ESTATE = "real-estate-registration"


async def test_whoever_is_erased_is_readable_nowhere(
    week: Town, mongo_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    window = clerk(week)
    person = {**neighbour("呼和塔娜"), "address": ADDRESS}
    letter = f"SQ-{week.run}-77"
    ref, number = await lived_here(week, person, letter)

    own = {"x-purpose": "own"}
    known = await window.does(f"/people/{ref}/access-exports", **own)
    assert known["person"] == {**person, "org_name": None, "uscc": None}
    assert len(known["cases"]) == 2
    assert [row["project_no"] for row in known["handed_over"]] == [number]
    assert [one["signature"] for one in known["authorisations"]] == [letter]
    assert len(known["appointments"]) == 1
    assert [part async for part in found(week, mongo_url, [letter], caplog)] != []

    erased = await operator(week).does(f"/people/{ref}/erasure", WITHDRAWN)
    assert len(erased["cases"]) == 2
    gone = await window.asks("POST", f"/people/{ref}/access-exports", **own)
    assert gone.status_code == 410
    await advance_to(week, now(week) + timedelta(minutes=1))
    readable = [*person.values(), letter, OPINION]
    assert [part async for part in found(week, mongo_url, readable, caplog)] == []
    left = [document for place, document in stored(mongo_url, week) if is_of(place, document, ref)]
    assert [one["erased"] for one in left] == [True], "neither key nor look-up row is left"
    assert all(left[0].get(field) is None for field in person)

    rows = await operator(week).sees("/exchange/rows?limit=200")
    assert not any(value in words(rows) for value in readable)
    mine = [row for row in rows["rows"] if row["row"]["project_no"] == number]
    assert mine, "the skeleton stays for statistics"
    assert [row for row in mine if row["sealed"]] == []


async def test_what_is_kept_long_enough_is_shown_first_and_then_erased(
    mongo_url: str, tmp_path: Path
) -> None:
    async with town_at(mongo_url, tmp_path, MONDAY) as there:
        window, keeper = clerk(there), operator(there)
        case = await window.does("/cases", {**PROOF, "person": neighbour("额尔德尼")})
        given = {"outcome": "approved", "reasons": "属实。", "hand_over": True}
        ended = await window.does(f"/cases/{case['id']}/decision", given)
        assert ended["state"] == "delivered"
        assert (await keeper.sees("/retention/due"))["items"] == []

        await advance_to(there, MONDAY.replace(year=MONDAY.year + 10, month=12))
        due = (await keeper.sees("/retention/due"))["items"]
        assert [row["project_no"] for row in due] == [case["project_no"]]
        run = await keeper.does("/retention/runs", {"reason": "年度到期清理。"})
        assert [one["ref"] for one in run["erased"]] == [case["applicant_ref"]]
        assert (await keeper.sees("/retention/due"))["items"] == []
        bones = await window.sees(f"/cases/{case['id']}")
        assert (bones["decision"]["outcome"], bones["decision"]["reasons"]) == ("approved", "")
        assert bones["applicant"]["name"] is None


async def lived_here(town: Town, person: dict[str, str], letter: str) -> tuple[str, str]:
    """Apply by the portal and at the window, rate, authorise, book; return reference and number."""
    window, agency = clerk(town), partner(town, "real-estate")
    consent = ["name", "phone", "address"]
    case = await submitted_online(
        town, ESTATE, "id-card", "household-register", person=person, consent=consent
    )
    ref, number = case["applicant_ref"], case["project_no"]
    decision = {"reference": case["reference"], "outcome": "approved", "reasons": "准予登记。"}
    await town.publish("real-estate", AgencyDecisionMade.type, case["reference"], decision)
    await told(window, "application-decided-by-partner", case["id"])
    await window.does(f"/cases/{case['id']}/delivery")
    assert (await agency.sees("/partners/real-estate/reconciliation"))["answered"]
    rating = {"receipt_code": case["receipt_code"], "grade": "acceptable", "words": OPINION}
    await Somebody(town, Role.RESIDENT, "res-7").does("/ratings", rating)

    wish = {"occupations": ["4-02-07-10"]}
    job = {"item_code": "employment-registration", "papers": papers("id-card"), "wish": wish}
    once = {"idempotency-key": f"once-{town.run}-{ref[-6:]}"}
    registered = await window.does("/cases", {**job, "person": person}, **once)
    assert registered["applicant_ref"] == ref
    await window.does("/authorisations", {**AUTHORISED, "applicant_ref": ref, "signature": letter})
    day = (now(town) + timedelta(days=2)).astimezone(CST).date()
    slot = (await window.sees(f"/points/hub/slots?day={day}"))["items"][0]["starts_at"]
    await window.does("/appointments", {"point": "hub", "starts_at": slot, "person_ref": ref})
    return ref, number


AUTHORISED = {
    "agent_ref": "stf_c0003",
    "items": ["elder-allowance"],
    "acts": ["hand-in", "collect"],
    "until": "2099-12-31",
}


async def found(town: Town, url: str, readable: list[str], caplog: pytest.LogCaptureFixture) -> Any:
    """Yield each place that holds any of these words, also where JSON has escaped them."""
    forms = {form for word in readable for form in (word, json.dumps(word)[1:-1])}
    async for place, text in dumped(url, town):
        if any(form in text for form in forms):
            yield place
    if any(form in caplog.text for form in forms):
        yield "log"


def is_of(place: str, document: dict[str, Any], ref: str) -> bool:
    """Tell whether this is what intake's sealed store, with its keys and its index, has of them."""
    kind = place.rpartition(".")[2]
    return kind.startswith("person") and ref in json.dumps(document, default=str)


def now(town: Town) -> datetime:
    assert town.clock is not None
    return town.clock.now()
