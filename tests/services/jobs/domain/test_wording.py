import pytest

from services.jobs.domain.wording import refused_wording
from tests.services.jobs.builders import offer


def codes(text: str) -> set[str]:
    return {ground.code for ground in refused_wording(offer(conditions=text))}


@pytest.mark.parametrize(
    "text",
    [
        "入职交押金300元，离职退还",
        "需缴服装费",
        "培训费 1980 元",
        "先交报名费再上岗",
        "交保证金",
        "不收押金，只收服装费二百",
        "押　金五百",
        "缴纳500元后上岗",
    ],
)
def test_a_fee_or_deposit_from_the_worker_is_refused(text: str) -> None:
    assert codes(text) == {"fee-from-worker"}


@pytest.mark.parametrize(
    "text",
    [
        "不收取任何押金",
        "无需押金、培训费",
        "免押金",
        "体检费由公司承担",
        "培训费全免",
        "负责客户押金的登记和退还",
        "报名费可报销",
    ],
)
def test_saying_that_there_is_no_fee_is_not_a_fee(text: str) -> None:
    assert codes(text) == set()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("仅限男性", "unequal-sex"),
        ("限女性", "unequal-sex"),
        ("只招女生", "unequal-sex"),
        ("性别：男", "unequal-sex"),
        ("45 岁以下男性", "unequal-sex"),
        ("男士优先", "unequal-sex"),
        ("已婚已育优先", "unequal-family"),
        ("三年内不得怀孕", "unequal-family"),
        ("孕妇勿扰", "unequal-family"),
        ("某地人勿扰", "unequal-origin"),
        ("限本地户籍", "unequal-origin"),
        ("外地户口不要", "unequal-origin"),
        ("限某族", "unequal-group"),
        ("某族优先", "unequal-group"),
        ("不招信教人员", "unequal-group"),
        ("乙肝携带者勿扰", "unequal-health"),
        ("残疾人勿扰", "unequal-health"),
        ("付费指导教学，包教包会", "training-as-job"),
        ("入职后扣押身份证", "papers-kept"),
    ],
)
def test_wording_that_shuts_people_out_is_refused(text: str, code: str) -> None:
    assert codes(text) == {code}


@pytest.mark.parametrize(
    "text",
    [
        "性别不限，男女均可",
        "性别：男女不限",
        "民族街道办事处辖区内",
        "民族乐器演奏员，限 3 人，要求会演奏民族乐器",
        "民族医医师，民族药房",
        "女装专柜导购，只招女装导购 2 名",
        "为未婚青年举办联谊活动",
        "上班族优先",
        "不能吃苦的人勿扰",
        "残疾人优先",
        "传单派发招生专员有提成",
        "身份证复印件一份",
        "不扣押证件",
        "无限女装品牌导购",
        "不限户籍，农村劳动者欢迎",
    ],
)
def test_names_places_and_trades_pass(text: str) -> None:
    assert codes(text) == set()


def test_every_phrase_is_named_at_once() -> None:
    found = list(refused_wording(offer(conditions="服装费 200 元、押金 500 元", title="限女性")))
    assert [ground.field for ground in found] == ["title", "conditions"]
    assert "“服装费”“押金”" in found[1].zh
