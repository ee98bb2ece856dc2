from typing import Any

from shared.identity.roles import Role
from tests.services.intake.application.bad_ratings import ended, mended, rated
from tests.services.intake.entrypoints.edge import Edge
from tests.services.intake.entrypoints.test_http import OTHER, handed_in
from tests.services.intake.entrypoints.test_http_steps import REJECTED, step

SEPTEMBER = {"from": "2026-09-01", "to": "2026-09-30"}


async def figures(edge: Edge, org: str = "150602013000", **period: str) -> dict[str, Any]:
    async with edge.client(Role.SHIFT_LEADER, "stf_g0001", org) as leader:
        shown = (await leader.get("/kpis", params={**SEPTEMBER, **period})).json()
    return {item["code"]: item for item in shown["items"]}


async def test_every_figure_shows_what_it_divides_by_what(edge: Edge) -> None:
    rating = await rated(edge.desk, await ended(edge.desk))
    await ended(edge.desk)
    await mended(edge.desk, rating.id)
    shown = await figures(edge)
    assert shown["on-time-rate"]["rate"] == 1
    assert shown["active-rating-rate"]["numerator"] == {
        "count": 1,
        "zh": "主动评价的办结件（不含系统默认和剔除）",
        "en": "rated by somebody, and not left out",
    }
    rates = {code: item["rate"] for code, item in shown.items()}
    assert (rates["active-rating-rate"], rates["satisfaction-rate"]) == (0.5, 0)
    assert (rates["rectified-rate"], rates["revisited-rate"]) == (1, 0)
    assert (rates["compression-rate"], rates["supplied-rate"]) == (1, None)


async def test_rejections_are_counted_by_their_ground(edge: Edge) -> None:
    at = f"/cases/{(await handed_in(edge))['id']}"
    await step(edge, Role.REVIEWER, f"{at}/review")
    await step(edge, Role.REVIEWER, f"{at}/decision", REJECTED)
    await ended(edge.desk)
    shown = await figures(edge)
    assert shown["rejection-rate"]["rate"] == 0.5
    assert shown["rejected-conditions-not-met-share"]["rate"] == 1
    assert (
        shown["rejected-conditions-not-met-share"]["zh"] == "不予许可情形占比：不符合法定条件、标准"
    )
    assert shown["rejected-unstated-share"]["rate"] == 0


async def test_only_the_scope_and_the_days_asked_for_are_counted(edge: Edge) -> None:
    await ended(edge.desk)
    counts = [
        (await figures(edge, **asked))["on-time-rate"]["denominator"]["count"]
        for asked in (
            {},
            {"org": OTHER},
            {"org": "150602000000"},
            {"from": "2026-09-08"},
            {"to": "2026-09-06"},
            {"from": "2026-09-07", "to": "2026-09-07"},
            {"from": "2025-10-01"},
        )
    ]
    assert counts == [1, 0, 1, 0, 0, 1, 1]


async def test_a_period_that_is_none_names_the_field(edge: Edge) -> None:
    async with edge.client(Role.OPERATOR) as operator:
        for period, field in (
            ({"from": "2026-09-02", "to": "2026-09-01"}, "to"),
            ({"from": "2025-01-01", "to": "2026-09-01"}, "to"),
            ({"from": "yesterday"}, "from"),
            ({"from": "9999-12-01", "to": "9999-12-31"}, "from"),
        ):
            answer = await operator.get("/kpis", params={**SEPTEMBER, **period})
            assert answer.status_code == 422
            assert field in answer.json()["errors"][0]["field"]


async def test_figures_are_for_managers(edge: Edge) -> None:
    async with edge.client(Role.CLERK) as clerk:
        assert (await clerk.get("/kpis", params=SEPTEMBER)).status_code == 403
