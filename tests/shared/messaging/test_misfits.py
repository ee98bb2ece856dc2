"""What a sender is told: what is allowed, and never what it sent."""

from typing import Any

import pytest

from shared.events.partners import HotlineOrderPlaced
from shared.messaging.reading import Reader
from shared.values import Invalid
from tests.shared.messaging.toy import PARTNERS, order, record

GRID = Reader("grid", {HotlineOrderPlaced.type: HotlineOrderPlaced}, PARTNERS)


def told(**changes: Any) -> Invalid:
    with pytest.raises(Invalid) as refused:
        GRID.read(record(order(**changes), headers=()))
    return refused.value


def misfit(**data: Any) -> str:
    return told(data={**order()["data"], **data}).zh


def test_the_values_that_are_allowed_are_listed() -> None:
    said = misfit(kind="gossip")
    assert "应为 'consultation'、'help'、'complaint'、'report'、'suggestion' 之一" in said
    assert "gossip" not in said


def test_limits_are_named() -> None:
    said = misfit(text="x" * 3000, point={"lng": 500, "lat": -91})
    assert "data.text：文本过长，最多 2000 字" in said
    assert "data.point.lng：数值过大，应不大于 180" in said
    assert "data.point.lat：数值过小，应不小于 -90" in said


@pytest.mark.parametrize("time", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_a_time_that_no_store_can_hold_is_refused(time: str) -> None:
    refusal = told(time=time)
    assert (refusal.code, refusal.field) == ("does-not-fit-schema", "time")


@pytest.mark.parametrize("type_", ["110105194912310021", "王建国", ["x"] * 99, "x" * 9999, "a\n"])
def test_what_is_no_name_of_a_type_is_not_repeated(type_: Any) -> None:
    refusal = told(type=type_)
    assert refusal.code == "unknown-type"
    assert str(type_) not in refusal.zh + refusal.en


def test_a_type_that_might_be_one_is_named() -> None:
    assert "jiedao.partner.gossip.spread.v1" in told(type="jiedao.partner.gossip.spread.v1").zh
