"""The quick guard says what the slow and plain one says, about whatever is put before it."""

from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.codes import id_check_character
from shared.events.base import EventData
from shared.events.catalogue import EVENTS
from shared.privacy.findings import Finding
from shared.privacy.forbidden import find_all, find_forbidden, find_personal, has_id_number
from shared.privacy.glance import is_harmless
from shared.privacy.vocabulary import has_refused_label
from tests.shared.privacy import oracle


class Word(StrEnum):
    PLAIN = "plain"
    LABELLED = "民族：汉"


WIDE = str.maketrans("0123456789X-", "０１２３４５６７８９Ｘ－")
NUMBER = "11010519491231002X"
LABELS = ["民族", "族别", "宗教信仰", "政治面貌", "Ethnicity", "RELIGION", "political status"]
SCRAPS = [
    *LABELS, *"民族别宗政治EeRrPp:：﹕=＝ \0\n_.-－", "a", "x", "号", "19", "20", "1", "5 ", "٣",
    "姓名", "街道", "2-07-09-00", "2026-09-07T09:00:00+08:00", "260907093015000123",
    "91310116052958608G", "eyJhbGciOiJFQ0RILUVTK0EyNTZLVyJ9.a2V5",
]  # fmt: skip
KEYS = [
    "", ".", "a", "text", "value", "Code", "内容", "label", "Field", "字段", "name", "title",
    "item", "person", "applicant", "phone", "民族", "民族街道", "minzu", "religion", "personal",
    "sealed", "姓名", "has_phone", "order_no", NUMBER, f"x{NUMBER}", "k" * 90, "k" * 3000,
    f"{'k' * 79} phone",
]  # fmt: skip


@st.composite
def id_numbers(draw: st.DrawFn) -> str:
    region = draw(st.sampled_from(["110105", "150602", "820000", "160000"]))
    born = draw(st.dates(datetime(1890, 1, 1, tzinfo=UTC).date()))
    body = f"{region}{born:%Y%m%d}{draw(st.integers(0, 999)):03}"
    right = body + id_check_character(body)
    return draw(st.sampled_from([right, right.lower(), f"{body}5"]))


@st.composite
def written(draw: st.DrawFn) -> str:
    """An id number as people write it: with gaps, in full width."""
    gaps = st.sampled_from(["", "", "", "", "", "", " ", "-", "－", "　", "\xa0", "\t", "  "])
    number = "".join(place + draw(gaps) for place in draw(id_numbers()))
    return number.translate(WIDE) if draw(st.booleans()) else number


WORDS = st.lists(st.sampled_from(SCRAPS), max_size=5).map("".join)
NUMBERED = st.tuples(WORDS, st.one_of(written(), id_numbers()), WORDS).map("".join)
TEXTS = st.one_of(WORDS, NUMBERED, st.text(max_size=20))
LEAVES: st.SearchStrategy[Any] = st.one_of(
    TEXTS,
    st.integers(),
    id_numbers().filter(str.isdigit).map(int),
    id_numbers().filter(str.isdigit).map(lambda number: -int(number)),
    st.sampled_from([None, True, 1.5, "", Word.PLAIN, Word.LABELLED]),
    st.datetimes(),
)
NAMES = st.one_of(st.sampled_from(KEYS), TEXTS)


def containers(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    rows = st.dictionaries(NAMES, inner, max_size=4)
    lists = st.lists(inner, max_size=3)
    others = st.one_of(
        rows.map(MappingProxyType), st.dictionaries(st.integers(), inner, max_size=2)
    )
    return st.one_of(rows, lists, lists.map(tuple), others)


DATA = st.dictionaries(NAMES, st.recursive(LEAVES, containers, max_leaves=12), max_size=5)


def plainly(found: Iterable[Finding]) -> oracle.Found:
    return [(finding.path, finding.rule) for finding in found]


@given(DATA, st.booleans())
@settings(max_examples=300)
def test_the_same_is_found_in_the_same_places_and_order(data: dict[str, Any], door: bool) -> None:
    assert plainly(find_forbidden(data)) == oracle.forbidden(data)
    assert plainly(find_personal(data, http_door=door)) == oracle.personal(data, http_door=door)
    assert plainly(find_all(data)) == oracle.all_of(data)


@given(TEXTS)
@settings(max_examples=300)
def test_a_text_is_judged_alike(text: str) -> None:
    assert has_id_number(text) == oracle.holds_id_number(text)
    assert has_refused_label(text) == oracle.holds_label(text)


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize(
    "text", ["{}:x", "{} ＝ x", "姓名张三，{}：x", "a {}=x", "a{}=x", "{}", "{}: "]
)
def test_a_label_is_found_wherever_a_word_may_begin(label: str, text: str) -> None:
    said = text.format(label)
    assert has_refused_label(said) == oracle.holds_label(said)


@pytest.mark.parametrize("data", EVENTS.values(), ids=EVENTS.keys())
def test_an_event_of_ours_needs_no_close_look(data: type[EventData]) -> None:
    assert is_harmless(data.example)


@pytest.mark.parametrize(
    "data",
    [
        {"title": "民族街道", "text": "民族乐器演奏员"},
        {"number": 12345678901234567890, "order_no": "260907093015000123"},
        {"papers": [{"code": "id-card"}, {"code": "x"}], "none": [], "point": (109.9, 39.8)},
        {"sealed": "eyJhbGciOiJFQ0RILUVTK0EyNTZLVyJ9.a2V5.aXY.Y2lwaGVydGV4dA.dGFn"},
    ],
)  # fmt: skip
def test_usual_data_need_no_close_look(data: dict[str, Any]) -> None:
    assert is_harmless(data)


def test_neighbours_neither_make_nor_hide_a_finding() -> None:
    assert find_all({"a": NUMBER[:9], "b": NUMBER[9:], "c": "民族", "d": "：汉"}) == []
    assert [f.path for f in find_all({"a": "1", "b": NUMBER, "c": "民族：汉", "d": "1"})] == [
        "c",
        "b",
    ]


@pytest.mark.parametrize("before", ["号", "1 ", "1-", "٣", "\n", "x1x"])
def test_what_stands_before_a_number_does_not_hide_it(before: str) -> None:
    assert has_id_number(before + NUMBER)
    assert oracle.holds_id_number(before + NUMBER)


@pytest.mark.parametrize("digit", ["1", "１", "𝟏"])
def test_a_longer_number_is_no_id_number(digit: str) -> None:
    assert not has_id_number(digit + NUMBER)
    assert not has_id_number(NUMBER + digit)
