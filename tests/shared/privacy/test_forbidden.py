from datetime import date
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, Field

from shared.codes import id_check_character
from shared.privacy.forbidden import (
    ID_NUMBER,
    PERSONAL_FIELD,
    REFUSED_FIELD,
    check_model,
    find_forbidden,
    find_personal,
)


@pytest.mark.parametrize(
    "name",
    [
        "minzu", "minzu_code", "minzu_dm", "applicantMinzu", "MINZU", "nation", "nation_code",
        "person_nation", "ethnicity", "ethnic_group", "spouse_ethnicity", "ethnicCode", "religion",
        "religious_belief", "zongjiao", "zongjiao_xinyang", "political_status", "politicalStatus",
        "political-affiliation", "zhengzhimianmao", "zzmm", "party_member", "is_party_member",
        "民族", "民族代码", "申请人民族", "少数民族", "宗教信仰", "政治面貌",
        "配偶政治面貌", "是否党员",
    ],
)  # fmt: skip
def test_a_field_of_this_name_is_refused_wherever_it_stands(name: str) -> None:
    found = find_forbidden({"a": [{"b": {name: None}}]})
    assert [(f.path, f.rule) for f in found] == [(f"a[0].b.{name}", REFUSED_FIELD)]


@pytest.mark.parametrize(
    "name",
    [
        "minzu_street", "destination", "donation", "nationality", "trace_id", "民族街道",
        "民族街道办事处", "党群议事厅", "combination", "party", "third_party", "explanation",
        "occupation", "designation_code", "street",
    ],
)  # fmt: skip
def test_a_field_of_a_like_name_passes(name: str) -> None:
    assert find_forbidden({name: "x"}) == []


@pytest.mark.parametrize(
    "value",
    [
        {"label": "民族", "value": "蒙古族"},
        {"label": "民族：", "value": "蒙古族"},
        {"name": "政治面貌", "text": "x"},
        {"字段": "宗教信仰", "值": "x"},
        {"field": "minzu", "type": "text"},
        {"title": "Ethnicity", "answer": "x"},
        "姓名张三，民族：汉",
        "Political status: member",
        "2-07-09-00",
    ],
)
def test_a_labelled_value_is_refused(value: Any) -> None:
    found = find_forbidden({"answers": [value]})
    assert [f.path for f in found] == ["answers[0]"]
    assert "蒙古族" not in repr(found)


@pytest.mark.parametrize(
    "value",
    [
        {"label": "街道", "value": "民族街道"},
        {"name": "民族街道", "value": "150602013000"},
        {"name": "民族乐器演奏员", "code": "2-09-02-06"},
        {"title": "党群议事厅", "text": "民族街道党群议事厅二楼"},
        "民族街道民族团结广场",
        "招聘民族乐器演奏员",
    ],
)
def test_a_proper_name_passes(value: Any) -> None:
    data = {"place": value, "answers": [value]}
    assert find_forbidden(data) == []
    assert find_personal(data) == []


@pytest.mark.parametrize(
    "name",
    [
        "person_name", "applicant_name", "applicantName", "real_name", "xingming", "姓名",
        "联系人姓名", "phone", "mobile", "mobile_phone", "contactPhone", "tel", "telno",
        "telephone",
        "phone_number", "phone2", "手机", "手机号码", "联系电话", "id_number", "idNumber",
        "id_card",
        "IDCardNo", "idcardno", "sfzh", "身份证号", "公民身份号码", "home_address",
        "contact_address",
        "applicant_addr", "住址", "家庭住址", "现住址", "联系地址",
    ],
)  # fmt: skip
def test_plain_personal_data_are_found_by_the_name_of_the_field(name: str) -> None:
    found = find_personal({"a": {name: "x"}})
    assert [(f.path, f.rule) for f in found] == [(f"a.{name}", PERSONAL_FIELD)]


@pytest.mark.parametrize(
    "name",
    [
        "place", "employer_name", "title", "name", "item_name", "company_name", "street_name",
        "grid_no", "case_no", "order_id", "person", "applicant", "telemetry", "work_address",
        "email_address", "uscc", "orgunit", "kind", "has_phone", "事项名称", "地点", "单位名称",
    ],
)  # fmt: skip
def test_a_field_that_speaks_of_no_person_passes(name: str) -> None:
    value: Any = True if name.startswith("has_") else "x"
    assert find_personal({"a": {name: value}}) == []


@pytest.mark.parametrize("parent", ["person", "applicant", "applicants", "contact", "caller"])
def test_a_bare_name_inside_a_person_is_found(parent: str) -> None:
    assert [f.path for f in find_personal({parent: {"name": "张三"}})] == [f"{parent}.name"]
    assert [f.path for f in find_personal({parent: [{"name": "张三"}]})] == [f"{parent}[0].name"]


def test_a_labelled_personal_value_is_found() -> None:
    assert [f.path for f in find_personal({"form": [{"label": "姓名", "value": "张三"}]})] == [
        "form[0]"
    ]


def test_the_sealed_member_passes_and_the_plain_one_only_at_the_http_door() -> None:
    data = {"sealed": "eyJ.a.b.c.d", "personal": {"name": "张三", "phone": "13812341234"}}
    assert find_personal(data, http_door=True) == []
    assert {f.path for f in find_personal(data)} == {"personal", "personal.name", "personal.phone"}
    assert find_personal({"a": data}, http_door=True) != []


def test_the_guard_looks_into_the_plain_member_too() -> None:
    assert [f.path for f in find_forbidden({"personal": {"民族": "汉"}})] == ["personal.民族"]


@pytest.mark.parametrize(
    "value",
    [
        "身份证11010519491231002X，请核实",
        "１１０１０５１９４９１２３１００２Ｘ",
        "110105 19491231 002x",
        "号码5 11010519491231002X",
        "https://a.example/?id=11010519491231002X",
    ],
)
def test_an_id_number_inside_a_text_is_found(value: str) -> None:
    found = find_personal({"sealed": value})
    assert [(f.path, f.rule) for f in found] == [("sealed", ID_NUMBER)]
    assert "11010519491231002" not in repr(found)


def test_an_id_number_as_a_key_is_found_and_not_repeated() -> None:
    found = find_personal({"people": {"11010519491231002X": 1}})
    assert [f.path for f in found] == ["people.(hidden)"]


@pytest.mark.parametrize(
    "value",
    ["260907093012000123", "121200004013590816", "110105194912310021", "1" * 40, 12.5, True, None],
)
def test_other_numbers_pass(value: Any) -> None:
    assert find_personal({"a": value}) == []


@st.composite
def id_numbers(draw: st.DrawFn) -> str:
    region = draw(st.sampled_from(["110105", "150602", "310112", "820000", "911586"]))
    born = draw(st.dates(date(1900, 1, 1), date(2026, 12, 31)))
    body = f"{region}{born:%Y%m%d}{draw(st.integers(0, 999)):03}"
    return body + id_check_character(body)


@st.composite
def nested(draw: st.DrawFn) -> dict[str, Any]:
    number = draw(id_numbers())
    value: Any = number if number.endswith("X") else draw(st.sampled_from([number, int(number)]))
    for _ in range(draw(st.integers(1, 6))):
        value = draw(st.sampled_from([{"a": 1, "b": value}, [0, value], {"note": value}]))
    return {"root": value}


@given(nested())
@settings(max_examples=50)
def test_an_id_number_is_found_wherever_it_is(data: dict[str, Any]) -> None:
    found = find_personal(data)
    assert [f.rule for f in found] == [ID_NUMBER]
    assert found[0].path.startswith("root")


def test_deep_nesting_is_walked_without_an_error() -> None:
    data: dict[str, Any] = {"民族": "x"}
    for _ in range(5000):
        data = {"a": data}
    assert len(find_forbidden(data)) == 1


class Ask(StrEnum):
    STREET = "民族街道"
    BELIEF = "宗教信仰"
    MOBILE = "mobile"


class Inner(BaseModel):
    home: str = Field(alias="民族")
    ask: Ask


class Outer(BaseModel):
    inner: list[Inner] | None
    phone: str
    place: str


def test_a_model_is_checked_with_all_it_refers_to() -> None:
    found = {(f.path, f.rule) for f in check_model(Outer)}
    assert found == {
        ("Outer.phone", PERSONAL_FIELD),
        ("Inner.民族", REFUSED_FIELD),
        ("Ask.BELIEF", REFUSED_FIELD),
        ("Ask.宗教信仰", REFUSED_FIELD),
    }


def test_a_type_without_fields_cannot_be_checked() -> None:
    with pytest.raises(TypeError):
        check_model(int)
