"""The catalogue as the public sees it: search, guide, and a form for one's own case."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from shared.identity.roles import Role
from shared.web.pages import cursor_of
from tests.services.intake.desk import Desk
from tests.services.intake.entrypoints.edge import Edge, serving
from tests.services.intake.items import TASK, row, written

# A county's own, place 19 of its code: 4.
COUNTY = TASK.replace("5150501099", "4152001097")
OTHERS = [
    row(
        code="warm-allowance",
        name="高温补贴申领",
        benefit="夏季户外工作可领。",
        task_code=TASK.replace("099", "098"),
    ),
    row(
        code="wind-shelter",
        name="避风场所登记",
        benefit="大风天避风的场所。",
        task_code=COUNTY,
        guide={"points": ["station-3"], "objects": ["2"]},
    ),
]
WHOLE = {"employed": False, "trade": "rider", "hours": 9}


@pytest.fixture
async def guide(tmp_path: Path) -> AsyncIterator[Edge]:
    """Intake with a small catalogue of its own."""
    desk = Desk(catalogue_file=written(tmp_path / "items.json", row(), *OTHERS))
    async with serving(tmp_path / "keys", desk) as edge:
        yield edge


async def found(edge: Edge, **asked: Any) -> list[str]:
    async with edge.client(Role.RESIDENT) as resident:
        answer = await resident.get("/items", params=asked)
    assert answer.status_code == 200, answer.text
    return [item["code"] for item in answer.json()["items"]]


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        ({"q": "yhbt"}, ["cold-allowance"]),
        ({"q": "严寒"}, ["cold-allowance"]),
        ({"q": "补贴"}, ["cold-allowance", "warm-allowance"]),
        ({"q": "补贴 gaowen"}, ["warm-allowance"]),
        ({"q": "月球"}, []),
        ({"type": "20"}, ["employment-registration", "wind-shelter"]),
        ({"object": "2"}, ["wind-shelter"]),
        ({"level": "5"}, ["cold-allowance", "warm-allowance"]),
        ({"level": "4"}, ["wind-shelter"]),
        ({"level": "6"}, []),
        ({"point": "hub", "type": "05"}, ["cold-allowance", "warm-allowance"]),
        ({"point": "kiosk-station-3", "type": "20"}, ["employment-registration", "wind-shelter"]),
        ({"point": "kiosk-hub", "type": "20"}, ["employment-registration"]),
        ({"q": "bt", "type": "20"}, []),
    ],
)
async def test_items_are_found_by_words_initials_and_filters(
    guide: Edge, asked: dict[str, str], codes: list[str]
) -> None:
    assert await found(guide, **asked) == codes


async def test_a_list_comes_in_pages_that_follow_each_other(guide: Edge) -> None:
    async with guide.client(Role.RESIDENT) as resident:
        first = (await resident.get("/items", params={"q": "btsl", "limit": 1})).json()
        again = {"q": "btsl", "limit": 1, "cursor": first["next"]}
        second = (await resident.get("/items", params=again)).json()
    codes = [page["items"][0]["code"] for page in (first, second)]
    assert (codes, second["next"]) == (["cold-allowance", "warm-allowance"], None)


@pytest.mark.parametrize(
    "asked",
    [
        {"type": "5"},
        {"object": "9"},
        {"level": "0"},
        {"level": "街道"},
        {"point": "moon"},
        {"q": "x" * 61},
        {"limit": "0"},
        {"cursor": "%"},
    ],
)
async def test_a_wrong_question_names_its_parameter(guide: Edge, asked: dict[str, str]) -> None:
    async with guide.client(Role.RESIDENT) as resident:
        answer = await resident.get("/items", params=asked)
    assert answer.status_code == 422
    assert next(iter(asked)) in answer.json()["errors"][0]["field"]


async def test_a_cursor_that_leads_to_no_item_is_said_and_does_not_begin_anew(guide: Edge) -> None:
    async with guide.client(Role.RESIDENT) as resident:
        answer = await resident.get("/items", params={"cursor": cursor_of("moon-permit")})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "cursor")


async def test_the_guide_shows_everything_of_an_item(guide: Edge) -> None:
    async with guide.client(Role.RESIDENT) as resident:
        item = (await resident.get("/items/cold-allowance")).json()
    assert (item["version"], item["task_code"], item["type"]) == ("1", TASK, "05")
    assert item["level"] == "5"
    assert item["fields"][1]["when"] == "employed = no"
    assert item["fields"][1]["choices"][0] == {"code": "rider", "label": "骑手"}
    assert item["steps"][1]["when"] == "hours > 8 and trade = rider"
    assert item["papers"][3]["source"] == "shared"
    assert item["procedures"] == ["appraisal"]
    assert item["guide"]["variants"] == [{"code": f"{TASK}01", "name": "首次"}]


async def test_a_form_tells_step_by_step_what_one_s_own_case_takes(guide: Edge) -> None:
    async with guide.client(Role.RESIDENT) as resident:
        path = "/items/cold-allowance/form"
        begun = (await resident.post(path, json={"answers": {"employed": False}})).json()
        whole = (await resident.post(path, json={"answers": WHOLE})).json()
        needless = {**WHOLE, "employed": True}
        odd = (await resident.post(path, json={"answers": needless})).json()
    assert (begun["whole"], begun["unanswered"]) == (False, ["trade", "hours"])
    assert [paper["code"] for paper in begun["papers"]] == ["id-card", "statement"]
    assert (whole["whole"], [step["code"] for step in whole["steps"]]) == (
        True,
        ["accept", "visit"],
    )
    assert [paper["code"] for paper in whole["shared"]] == ["pension"]
    assert (odd["whole"], odd["needless"]) == (False, ["trade"])


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"trade": "diver"}, "answers.trade"),
        ({"hours": "many"}, "answers.hours"),
        ({"phone": "13812341234"}, "answers.phone"),
        ({"hours": [1]}, "answers.hours"),
        ({"hours": 10**400}, "answers.hours"),
        ({"hours": -(2**53)}, "answers.hours"),
    ],
)
async def test_a_wrong_answer_is_told_with_its_question_and_not_repeated(
    guide: Edge, answers: dict[str, Any], field: str
) -> None:
    async with guide.client(Role.RESIDENT) as resident:
        answer = await resident.post("/items/cold-allowance/form", json={"answers": answers})
    assert answer.status_code == 422
    assert field in answer.json()["errors"][0]["field"]
    assert "13812341234" not in answer.text


async def test_no_item_has_no_form(guide: Edge) -> None:
    async with guide.client(Role.RESIDENT) as resident:
        answer = await resident.post("/items/moon-permit/form", json={})
    assert answer.status_code == 404


async def test_an_offer_shows_when_a_paper_is_needed_as_people_write_it(guide: Edge) -> None:
    async with guide.client(Role.CLERK, "stf_c0001") as clerk:
        body = {"item_code": "cold-allowance", "papers": [{"code": "id-card"}], "answers": WHOLE}
        case = (await clerk.post("/cases", json=body)).json()
        offer = await clerk.get(f"/cases/{case['id']}/deficiency-offer")
    assert offer.status_code == 200, offer.text
    assert [(p["code"], p["when"]) for p in offer.json()["papers"]] == [
        ("statement", "employed = no")
    ]


async def test_from_search_to_acceptance_at_the_window(guide: Edge) -> None:
    (code, *_) = await found(guide, q="yhbt")
    async with guide.client(Role.CLERK, "stf_c0001") as clerk:
        form = (await clerk.post(f"/items/{code}/form", json={"answers": WHOLE})).json()
        papers = [{"code": paper["code"], "form": "original"} for paper in form["papers"]]
        body = {"item_code": code, "papers": papers, "answers": WHOLE}
        case = await clerk.post("/cases", json=body)
        wrong = await clerk.post("/cases", json={**body, "answers": {}})
    assert case.status_code == 201, case.text
    told = case.json()
    assert (told["state"], told["item_version"], told["answers"]) == ("accepted", "1", WHOLE)
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "answers.employed")
