import csv
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.jobs.domain.pay import Pay, parse_pay, pay_clash
from services.jobs.domain.wage import Settlement, Wage, WageUnit
from services.jobs.domain.wording import refused_wording
from shared.codes import is_occupation
from shared.values import Invalid
from tests import needs
from tests.services.jobs.builders import offer

DATA = Path(__file__).resolve().parents[5] / "shared" / "data"


@pytest.mark.parametrize(
    ("text", "pay"),
    [
        ("150.0元/天", Pay(15_000, WageUnit.DAY)),
        ("20/小时", Pay(2000, WageUnit.HOUR)),
        ("3000.0 元 / 月", Pay(300_000, WageUnit.MONTH)),
        ("10.55元/单", Pay(1055, WageUnit.PIECE)),
        ("60.0元/次", Pay(6000, WageUnit.PIECE)),
    ],
)
def test_pay_is_read_as_platforms_write_it(text: str, pay: Pay) -> None:
    assert parse_pay(text) == pay


@pytest.mark.parametrize("text", ["面议", "150元", "-5元/天", "1e3元/天", ""])
def test_pay_that_cannot_be_read_is_refused_with_the_mend(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse_pay(text)
    assert refused.value.field == "salary"


@settings(max_examples=50)
@given(st.integers(min_value=0, max_value=99_999_999), st.sampled_from(["天", "小时", "月"]))
def test_every_amount_is_read_to_the_fen(fen: int, unit: str) -> None:
    assert parse_pay(f"{fen // 100}.{fen % 100:02d}元/{unit}").fen == fen


def test_hours_make_pays_comparable_and_pieces_have_none() -> None:
    assert Wage(16_000, WageUnit.DAY, Settlement.DAILY).hourly_fen == 2000
    assert Wage(348_000, WageUnit.MONTH, Settlement.MONTHLY).hourly_fen == 2000
    assert Wage(500, WageUnit.PIECE, Settlement.OTHER).hourly_fen is None


@pytest.fixture(scope="module")
def gigs() -> list[dict[str, Any]]:
    posts = needs.real_data("gig_posts.json").read_text(encoding="utf-8")
    rows: list[dict[str, Any]] = json.loads(posts)
    return rows


def test_every_real_gig_post_has_pay_that_reads(gigs: list[dict[str, Any]]) -> None:
    units = Counter(parse_pay(row["salary"]).unit for row in gigs)
    assert units == {"day": 41, "hour": 11, "month": 7, "piece": 3}


def test_the_one_clash_of_title_and_pay_is_reported(gigs: list[dict[str, Any]]) -> None:
    said = {row["id"]: pay_clash(row["title"], parse_pay(row["salary"])) for row in gigs}
    assert {id_ for id_, clash in said.items() if clash} == {30}


def test_no_real_title_is_taken_for_refused_wording(gigs: list[dict[str, Any]]) -> None:
    refused = [row["title"] for row in gigs if list(refused_wording(offer(title=row["title"])))]
    assert refused == []


def test_every_trade_may_be_offered_but_one_that_tells_what_people_believe() -> None:
    with needs.real_data("occupations.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["code"]: row["name"] for row in csv.DictReader(file)}
    refused = {code for code in rows if not is_occupation(code)}
    assert refused <= {"2-07-09-00"}
    assert not is_occupation("2-07-09-00")
    allowed = [name for code, name in rows.items() if code not in refused]
    assert any(name.startswith("民族") for name in allowed)
    assert [name for name in allowed if list(refused_wording(offer(title=name)))] == []
