from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.notify.domain.texts import BODY_LONGEST, SUBJECT_LONGEST, Template, shown

TEMPLATE = Template("t", "事件 ((no))", "地点：((place))\n是否：((solved))")


def test_fields_are_replaced_and_codes_said_in_words() -> None:
    text = TEMPLATE.fill({"no": "g1", "place": None, "solved": True}, {"no": {"g1": "一号"}})
    assert text.subject == "事件 一号"
    assert text.body == "地点：—\n是否：是"


def test_an_instant_is_shown_in_beijing_time() -> None:
    assert shown(datetime(2026, 9, 7, 16, 5, tzinfo=UTC), {}) == "9月8日 00:05"


def test_a_list_is_shown_with_chinese_commas() -> None:
    assert shown(("a", "b"), {"a": "甲"}) == "甲、b"


def test_of_several_members_the_first_that_says_something_is_shown() -> None:
    template = Template("t", "((name|code))", "((names|codes))")
    assert template.fields == {"name", "code", "names", "codes"}
    said = {"name": None, "code": "a", "names": (), "codes": ()}
    text = template.fill(said, {"code": {"a": "甲"}})
    assert (text.subject, text.body) == ("甲", "—")
    text = template.fill({**said, "name": "乙", "names": ("丙", "丁")}, {})
    assert (text.subject, text.body) == ("乙", "丙、丁")


def test_a_value_is_never_read_as_a_template() -> None:
    text = TEMPLATE.fill({"no": "((place))", "place": "((no))", "solved": False}, {})
    assert text.subject == "事件 ((place))"
    assert "地点：((no))" in text.body


def test_a_member_the_event_lacks_is_an_error() -> None:
    with pytest.raises(KeyError):
        TEMPLATE.fill({"no": "1"}, {})


@given(st.text(max_size=5000))
@settings(max_examples=50)
def test_no_value_breaks_the_subject_line_or_the_limits(value: str) -> None:
    text = TEMPLATE.fill({"no": value, "place": value, "solved": True}, {})
    assert len(text.subject.splitlines()) == 1
    assert len(text.subject) <= SUBJECT_LONGEST
    assert len(text.body) <= BODY_LONGEST
