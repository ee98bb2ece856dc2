"""一件事: one form opens an eatery; two offices, one notice, one correction, one handing over."""

from typing import Any

from shared.testing.waiting import until
from tests.journeys.counter import Somebody, clerk, neighbour, papers, reviewer, told
from tests.journeys.town import Town

EATERY, PERMIT, FIRE = "open-eatery", "small-catering-permit", "fire-small-place"
ANSWERS = {"first-time": False, "area-m2": 60, "uses-gas": False}
BROUGHT = ("application-form", "id-card", "layout", "site-lease")
LACKING = ["health-cert", "business-licence", "promise"]
APPROVED = {"outcome": "approved", "reasons": "符合条件。"}
VISIT = {"by": ["stf_r0001", "stf_r0003"], "findings": "布局与图纸一致。"}


async def test_an_eatery_is_opened_with_one_form_and_fetched_in_one_visit(week: Town) -> None:
    window, first, second = clerk(week), reviewer(week), reviewer(week, 2)
    guide = await window.does(f"/matters/{EATERY}/form", {"answers": ANSWERS})
    assert guide["whole"]
    # Both offices ask for the area and the layout; the applicant is asked once.
    assert [field["code"] for field in guide["fields"]].count("area-m2") == 1
    layout = next(paper for paper in guide["papers"] if paper["code"] == "layout")
    assert layout["items"] == [PERMIT, FIRE]

    form = {"matter": EATERY, "answers": ANSWERS, "papers": papers(*BROUGHT)}
    bundle = await window.does("/bundles", {**form, "person": neighbour("其木格")})
    key, cases = bundle["id"], {c["item_code"]: c["case"] for c in bundle["children"]}
    assert (bundle["state"], set(cases)) == ("correction", {PERMIT, FIRE})
    await told(window, "bundle-correction-requested", key)
    for case in cases.values():
        assert "correction-requested" not in await window.heard(case)
    await one_notice_names_all(window, bundle)

    bundle = await window.does(f"/bundles/{key}/correction", {"papers": papers(*LACKING)})
    assert bundle["state"] == "accepted"
    await told(window, "bundle-accepted", key)
    (joint,) = [clock for clock in bundle["clocks"] if clock["name"] == "joint"]
    assert joint["limit"] == {"amount": 45.0, "unit": "G"}
    assert bundle["due_at"] == max(child["due_at"] for child in bundle["children"])

    await first.steps(cases[FIRE], ("review", None), ("decision", APPROVED))
    await ended(window, key, 1)
    await window.may_not(f"/bundles/{key}/delivery", why="not-done")
    await first.steps(
        cases[PERMIT],
        ("review", None),
        ("onsite-review", VISIT),
        ("review-steps", {"opinion": "材料属实。", "passed": True}),
    )
    await second.steps(cases[PERMIT], ("decision", APPROVED))
    await told(window, "bundle-done", key)

    bundle = await window.does(f"/bundles/{key}/delivery")
    assert (bundle["state"], {child["state"] for child in bundle["children"]}) == (
        "done",
        {"delivered"},
    )


async def one_notice_names_all(window: Somebody, bundle: Any) -> None:
    number = bundle["receipts"][-1]["number"]
    notice = await window.sees(f"/bundles/{bundle['id']}/receipts/{number}")
    assert notice["title"] == "一件事补正材料一次性告知书"
    lacks = [line["text"] for line in notice["lines"] if line["code"] == "missing"]
    assert lacks == ["从业人员健康证", "营业执照、消防安全承诺书"]
    assert [code for child in bundle["children"] for code in child["missing"]] == LACKING


async def ended(window: Somebody, key: str, count: int) -> None:
    """Wait until the bundle has followed its applications so far."""

    async def followed() -> bool:
        return bool((await window.sees(f"/bundles/{key}"))["ended"] == count)

    await until(followed)
