"""Wording that a post may not contain: patterns over phrases, never over names or trades.

民族乐器演奏员, a post at 民族街道 and 女装导购 pass: only what limits a person is refused.
"""

import re
import unicodedata
from collections.abc import Iterator

from services.jobs.domain.posts import Ground, Offer

_FEE = (
    r"(?:押金|保证金|风险金|担保金|抵押金|服装费|工装费|培训费|报名费|体检费|建档费|工牌费|入职费"
    r"|介绍费|中介费|资料费|住宿费押金|学费|(?:交|缴|付)纳?\d+元)"
)
_NONE = (
    r"(?:不(?:需要?|用|必|得|会|要)?|无(?:需|须)?|免(?:除)?|没有|零)"
    rf"(?:收取|缴纳|交纳|支付|[收交缴]|任何|一切|各种|其他|[、和或及]|{_FEE})*"
)
_EXCUSED_BEFORE = re.compile(
    rf"{_NONE}$|(?:客户|顾客|租客|住客|旅客|会员|房客|车主|承租人|家长|学员)[^，。；,;!！]*$"
)
_EXCUSED_AFTER = re.compile(
    r"(?:等|及[^，。；,;]{1,6})?(?:全免|免费|均?由?(?:公司|单位|企业|我方|雇主)(?:全额)?"
    r"(?:承担|支付|报销|负责)|(?:可|全额)?报销)"
)

_BAR = r"(?:勿扰|勿投|免谈|不要|不招|不收|除外|谢绝)"
_NO = rf"(?:优先|{_BAR})"
_ONLY = r"(?:仅限|只限|只招|只要|限招|仅招|(?<![无不期有局])限)"
_GOODS = r"(?!(?:性|士|生)?(?:服|装|鞋|包|裤|裙|袜|内衣|用品|客|顾客|宾))"
_FAMILY = r"(?:已婚已育|未婚未育|已婚|未婚|已育|未育|离异)(?:者|人士|人员|女性|男性)?"
_GROUP = (
    r"(?:(?<!上班)(?<!家)(?<!追星)(?<!月光)族|教徒|信徒|信教|信众)"
    r"(?:人员|员工|同胞|群众|身份|人|者)?"
)
_END = r"(?=[，。；、,.;!！)）]|$|优先|勿|以外)"
_NATIVE = r"[一-龥]{0,6}(?:户籍|户口|籍贯?|本地人|外地人)"

_SEX = (
    rf"{_ONLY}(?:为)?[男女](?:性|士|生|工|孩)?(?!女){_GOODS}|[男女](?:性|士|生)?{_NO}"
    rf"|不[招要收][男女](?:性|士|生|工)?{_GOODS}|招聘?[男女](?:工|性){_GOODS}"
    r"|岁(?:以[上下内])?(?:的)?[男女](?:性|士|生)|性别(?:要求)?:?(?:限|为)?[男女](?:性)?(?![女性/、或和均皆])"
)
_MARRIAGE = (
    rf"{_FAMILY}{_NO}|(?:{_ONLY}|须|必须|要求){_FAMILY}"
    rf"|(?:怀孕|孕妇|备孕|哺乳期)[一-龥]{{0,2}}{_BAR}|[年月]内不(?:得|准|能)?(?:结婚|怀孕|生育)"
)
_ORIGIN = (
    rf"[一-龥]{{2,5}}(?<![的闲懒疾障])人{_BAR}|{_ONLY}{_NATIVE}"
    rf"|(?:本地|外地|农村|城镇|[一-龥]{{2}}[省市旗县区])(?:户籍|户口|籍|人){_NO}"
)
_MEMBERSHIP = (
    rf"(?:{_ONLY}|不招|不要|不收|拒绝|须为|须是|要求)[一-龥]{{0,4}}{_GROUP}{_END}"
    rf"|[一-龥]{{1,4}}{_GROUP}{_NO}"
)
_TRAINING = r"(?:付费|有偿|自费)(?:的)?(?:指导|教学|培训|学习|实训)|培训贷|先学后付"
_KEPT = r"(?<!不)(?<!不得)扣[押留](?:居民)?(?:身份证|毕业证|证件|工资)"

_PATTERNS = (
    (
        "unequal-sex",
        _SEX,
        "招聘不得以性别设限（就业促进法第27条、人力资源市场暂行条例第24条）",
    ),
    (
        "unequal-family",
        _MARRIAGE,
        "招聘不得以婚育状况设限（就业促进法第27条、妇女权益保障法第43条）",
    ),
    (
        "unequal-origin",
        _ORIGIN,
        "招聘不得以户籍、地域设限（就业促进法第31条、人力资源市场暂行条例第24条）",
    ),
    (
        "unequal-group",
        _MEMBERSHIP,
        "招聘不得以民族、宗教信仰设限（就业促进法第28条、人力资源市场暂行条例第24条）",
    ),
    (
        "unequal-health",
        rf"(?:残疾|残障|乙肝|病原)[一-龥]{{0,5}}{_BAR}",
        "招聘不得歧视残疾人和传染病病原携带者（就业促进法第29、30条）",
    ),
    (
        "training-as-job",
        _TRAINING,
        "不得以招聘为名推销付费培训（人力资源市场暂行条例第24、27条）",
    ),
    ("papers-kept", _KEPT, "不得扣押证件或财物（劳动合同法第9条）"),
)
_COMPILED = tuple((code, re.compile(pattern), zh) for code, pattern, zh in _PATTERNS)
_FEES = re.compile(_FEE)


def refused_wording(offer: Offer) -> Iterator[Ground]:
    """Yield the refused phrases of title, duties and conditions: one ground a code and field."""
    for field in ("title", "duties", "conditions"):
        text = _plain(getattr(offer, field))
        yield from _fees(field, text)
        for code, pattern, zh in _COMPILED:
            yield from _ground(code, field, zh, [found[0] for found in pattern.finditer(text)])


def _fees(field: str, text: str) -> Iterator[Ground]:
    # CJF 37, 41; 劳动合同法 9: nothing may be asked of a worker for a job, refunded later or not.
    found = [fee[0] for fee in _FEES.finditer(text) if not _excused(text, fee)]
    law = "招聘不得向劳动者收取费用或押金（就业促进法第41条）"
    yield from _ground("fee-from-worker", field, law, found)


def _ground(code: str, field: str, law: str, phrases: list[str]) -> Iterator[Ground]:
    if phrases:
        quoted = "".join(f"“{phrase}”" for phrase in dict.fromkeys(phrases))
        yield Ground(code, field, f"{law}：请删除{quoted}。")


def _excused(text: str, found: re.Match[str]) -> bool:
    before = _EXCUSED_BEFORE.search(text[: found.start()])
    return before is not None or _EXCUSED_AFTER.match(text[found.end() :]) is not None


def _plain(text: str) -> str:
    # Blanks and wide letters between the characters must not hide a phrase.
    return re.sub(r"[\s*·_-]", "", unicodedata.normalize("NFKC", text))
