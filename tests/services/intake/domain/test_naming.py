"""A name is found in words however it is written, and in no word that only looks like it."""

import pytest

from services.intake.domain.people.naming import must_not_name
from shared.values import Invalid


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("张三不符合条件。", "张三"),
        ("申请人张 三未到场。", "张三"),
        ("阿拉坦其木格未到场。", "阿拉坦·其木格"),
        ("阿拉坦•其木格未到场。", "阿拉坦·其木格"),
        ("asked by JOHN  Smith.", "John Smith"),
        ("申请人Li Wei的材料", "Li Wei"),
        ("申请人LI的材料", "Li"),
        ("ZOË未到场。", "Zoë"),
    ],
)
def test_a_name_is_found_however_it_is_written(text: str, name: str) -> None:
    with pytest.raises(Invalid, match="the applicant") as refused:
        must_not_name(" ".join(text.split()), name, "reasons")
    assert (refused.value.code, refused.value.field) == ("name-in-words", "reasons")
    assert name not in refused.value.zh


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("超过限额。", "张三"),
        ("within the limit", "Li"),
        ("编号Li2", "Li"),
        ("Lië到场", "Li"),
        ("符合条件。", "件"),
        ("张三", None),
    ],
)
def test_other_words_pass(text: str, name: str | None) -> None:
    must_not_name(text, name, "reasons")
