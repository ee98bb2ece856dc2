from dataclasses import replace

import pytest

from services.intake.domain.catalogue.item import ItemKind
from services.intake.domain.catalogue.item_search import Syllables, Wanted, rank
from services.intake.domain.counter.points import PointKind, ServicePoint
from tests.services.intake.items import TASK, made

ITEM = made()
HUB = ServicePoint("hub", "中心", PointKind.HUB, "150602013000")
KIOSK = ServicePoint("kiosk-hub", "自助机", PointKind.KIOSK, "150602013000", twin="hub")
STATION = ServicePoint("station-1", "服务站", PointKind.STATION, "150602013001")
# 严寒补贴申领; 低温 (of the search words); 行 has two readings.
NAMES: list[Syllables] = [
    [(syllable,) for syllable in ("yan", "han", "bu", "tie", "shen", "ling")],
    [("di",), ("wen",)],
    [("hang", "xing"), ("ye",)],
]


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("严寒补贴申领", 0),
        ("cold-allowance", 0),
        (TASK.lower(), 0),
        ("yhbtsl", 0),
        ("yanhanbutieshenling", 0),
        ("严寒", 1),
        ("yh", 1),
        ("yanhbt", 1),
        ("yanha", 1),
        ("补贴", 2),
        ("btsl", 2),
        ("低温", 3),
        ("dw", 3),
        ("hy", 3),
        ("xy", 3),
        ("室外", None),
        ("户外工作", 4),
        ("劳动合同", 4),
        ("cold", 4),
        ("zz", None),
    ],
)
def test_a_term_is_answered_by_name_then_words_then_text(term: str, expected: int | None) -> None:
    assert rank(term, ITEM, NAMES) == expected


def test_filters_let_through_what_fits_them_all() -> None:
    point = made(guide={"points": ["hub"], "objects": ["1", "2"]})
    assert Wanted(type="05", object="2", point=HUB).lets_through(point)
    assert not Wanted(type="01").lets_through(point)
    assert not Wanted(object="3").lets_through(point)
    assert Wanted(level="5").lets_through(point)
    assert not Wanted(level="4").lets_through(point)
    assert not Wanted(point=STATION).lets_through(point)


def test_an_item_without_points_is_done_at_every_one() -> None:
    assert Wanted(point=STATION).lets_through(ITEM)


def test_what_is_done_at_a_point_is_found_at_its_kiosk_too() -> None:
    assert Wanted(point=KIOSK).lets_through(made(guide={"points": ["hub"]}))


def test_what_a_point_does_not_take_is_not_found_there() -> None:
    assert ITEM.kind is ItemKind.PROMISED
    instant = replace(STATION, kinds=(ItemKind.INSTANT,))
    assert not Wanted(point=instant).lets_through(ITEM)
    assert not Wanted(point=replace(STATION, items=("moon-permit",))).lets_through(ITEM)
