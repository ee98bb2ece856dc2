import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.web.language import preferred


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "*",
        "fr",
        "zh",
        "zh-CN,zh;q=0.9,en;q=0.8",
        "en;q=0.5, zh-Hans;q=0.6",
        "en;q=0",
        "en;q=nonsense",
        "en;q=7",
        "zh, en",
    ],
)
def test_chinese_is_spoken_unless_english_is_plainly_preferred(header: str | None) -> None:
    assert preferred(header) == "zh-CN"


@pytest.mark.parametrize(
    "header", ["en", "en-GB", "EN-us;q=0.3", "fr, en;q=0.2", "zh;q=0.3, en;q=0.4", "en, zh"]
)
def test_english_is_spoken_when_preferred(header: str) -> None:
    assert preferred(header) == "en"


@settings(max_examples=50)
@given(st.text(max_size=40))
def test_any_header_gives_a_language(header: str) -> None:
    assert preferred(header) in {"zh-CN", "en"}
