"""Exchange: our rows go up and may be sent again, decisions of another platform come in."""

from datetime import timedelta
from typing import Any

from shared.calendar import CST
from shared.identity.roles import Role
from tests.journeys.counter import Somebody, neighbour, papers, partner, words
from tests.journeys.keys import PartnerKeys
from tests.journeys.passing import advance_to
from tests.journeys.town import Town

STATION = "150602013006"
"""A community of its own, so that an export holds this journey's applications alone."""
EXPERTS = {
    "kind": "expert-review",
    "reason": "须由专家评审。",
    "basis": "行政许可法第四十五条",
    "approver": "stf_r0002",
    "limit": {"amount": 5, "unit": "G"},
}


async def test_rows_go_up_in_the_national_shape_and_again_the_same(
    week: Town, keys: PartnerKeys
) -> None:
    window, review, operator = staff(week)
    person = neighbour("娜仁花")
    case = await window.does("/cases", applying("elder-allowance", person))
    key = case["id"]
    await review.steps(
        key,
        ("review", None),
        ("special-procedures", EXPERTS),
        ("special-procedures/end", {"result": "评审完毕。"}),
        ("decision", {"outcome": "approved", "reasons": "符合条件。"}),
    )
    await settled(week)
    sent = await exported(operator)
    tables = {row["table"] for row in sent["rows"]}
    assert tables == {
        "up_pro_accept",
        "up_pro_process",
        "up_pro_special_procedure",
        "up_pro_result",
        "up_pro_material",
    }
    assert {row["row"]["project_no"] for row in sent["rows"]} == {case["project_no"]}
    result = table(sent, "up_pro_result")["row"]
    assert (result["result_type"], result["data_source"]) == ("0", "013")
    accepted = table(sent, "up_pro_accept")
    assert keys.opened("national-platform", accepted["sealed"]) == {
        "applyer_name": person["name"],
        "applyer_page_code": person["id_number"],
        "contact_mobile": person["phone"],
    }
    assert person["name"] not in words([row["row"] for row in sent["rows"]])

    again = await exported(operator)
    assert [row["row"] for row in again["rows"]] == [row["row"] for row in sent["rows"]]
    assert (await exported(operator, since=sent["since"]))["rows"] == []

    await window.steps(key, ("delivery", None))
    await settled(week)
    later = await exported(operator, since=sent["since"])
    now = table(later, "up_pro_result")["row"]
    assert now["row_guid"] == result["row_guid"]
    assert int(now["version"]) > int(result["version"])


async def test_a_decision_of_another_platform_is_taken_in_once(week: Town) -> None:
    assert week.clock is not None
    window, _, _ = staff(week)
    agency = partner(week, "real-estate")
    case = await window.does("/cases", applying("real-estate-registration", neighbour("特木尔")))
    row = {
        "row_guid": f"guid-{week.run}",
        "version": 1,
        "project_no": case["project_no"],
        "result_type": "0",
        "result_date": f"{week.clock.now().astimezone(CST):%Y%m%d%H%M%S}",
        "result_explain": "准予登记。",
    }
    unreadable = {**row, "row_guid": f"other-{week.run}", "result_type": "9"}
    told = await agency.does("/exchange/results", {"profile": "national", "rows": [row, row]})
    assert [one["fate"] for one in told["rows"]] == ["taken", "repeated"]
    told = await agency.does(
        "/exchange/results", {"profile": "national", "rows": [row, unreadable]}
    )
    assert [one["fate"] for one in told["rows"]] == ["repeated", "refused"]
    decided = await window.sees(f"/cases/{case['id']}")
    assert (decided["state"], decided["decision"]["by"]) == ("decided", "real-estate")


def staff(town: Town) -> tuple[Somebody, Somebody, Somebody]:
    return (
        Somebody(town, Role.CLERK, "stf_c0001", STATION),
        Somebody(town, Role.REVIEWER, "stf_r0001", STATION),
        Somebody(town, Role.OPERATOR, "stf_o0001", STATION),
    )


def applying(item: str, person: dict[str, str]) -> dict[str, Any]:
    codes = papers("id-card", "household-register")
    return {"item_code": item, "papers": codes, "person": person}


async def settled(town: Town) -> None:
    """What changed a moment ago is exported a moment later: no late row slips in before it."""
    assert town.clock is not None
    await advance_to(town, town.clock.now() + timedelta(minutes=1))


async def exported(who: Somebody, since: str = "") -> Any:
    return await who.sees(f"/exchange/rows?profile=national{since and f'&since={since}'}")


def table(sent: Any, name: str) -> Any:
    return next(row for row in sent["rows"] if row["table"] == name)
