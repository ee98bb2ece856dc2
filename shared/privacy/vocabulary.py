"""Field names that name a person's data, in English, pinyin and Chinese.

Names are judged whole, never by a bare substring: 民族街道, 民族乐器演奏员 and 党群议事厅 are
places and trades (domain.md, scope decision). A key is cut into words (``applicantIdNo`` →
applicant, id, no), and each run of words up to the end of the key is compared: whatever stands
before does not hide the last word.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from shared.codes import plain_text

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_GAPS = re.compile(r"[\W_0-9]+")
LONGEST = 80
"""How much of a name is judged, in characters."""

_WHO = (
    "(?:person|personal|people|applicant|real|full|user|resident|citizen|customer|caller|contact|reporter"
    "|seeker|jobseeker|worker|handler|agent|client|complainant|owner|child|guardian|spouse|father"
    "|mother|staff|employee|candidate|representative|patient|visitor|recipient|sender|linkman)s?"
)
_WHO_ZH = (
    "(?:申请人|居民|本人|求职者|人员|联系人|当事人|来电人|诉求人|群众|用户|经办人|报告人|监护人)"
)
_NO = "(?:no|num|number|code|hao|haoma|hm)?s?"
_NO_ZH = "(?:号|号码)?"

# Unmistakable words: one of them anywhere in a key is enough.
_REFUSED_WORDS = frozenset(
    {"ethnicity", "ethnicities", "ethnic", "religion", "religions", "religious", "political"}
    | {"zhengzhimianmao", "zzmm", "zongjiao", "zongjiaoxinyang", "zjxy"}
)
# Words with a second meaning (minzu_street) count at the end of a key, perhaps with a code's tail.
_REFUSED_END = re.compile(
    rf"(?:is|has|{_WHO})?"
    "(?:minzu|shaoshuminzu|nation|race|racial|faith|belief|ethnicity|ethnicgroup|religion|xinyang"
    "|politicalstatus|dangyuan|partymember|partymembership|partyaffiliation)"
    "(?:code|name|id|no|number|value|type|text|dm|mc|bm)?s?"
)
_REFUSED_ZH = re.compile(
    rf"(?:.*(?:政治面貌|宗教信仰|民族|族别|种族)"
    rf"|(?:是否|{_WHO_ZH})?(?:宗教|信仰|(?:中共)?党员|党派|政治身份|入党时间))"
    "(?:代码|名称|编码|类型|类别|情况|码|成分|成份)?"
)
_PERSONAL_END = re.compile(
    rf"{_WHO}names?|xingming|xm|surname|forename|givenname|familyname|firstname|lastname"
    rf"|(?:{_WHO}|cell|home|work)?(?:phone|mobile|mobilephone|cellphone|telephone|tel){_NO}"
    "|(?:shouji|dianhua)(?:hao|haoma)?|lianxidianhua|lxdh|sjh|sjhm"
    rf"|(?:{_WHO})?(?:idcard|identitycard|nationalid|citizenid|passport){_NO}"
    rf"|(?:{_WHO})?(?:id|identity)(?:no|num|number)s?"
    "|sfz|sfzh|sfzhm|zjhm|shenfenzheng(?:hao|haoma)?"
    rf"|(?:{_WHO}|home|residential|residence|living|family|mailing|postal|household|current|hukou)"
    "addr(?:ess|esses)?|(?:jiating)?zhuzhi|jtzz|jtdz|lxdz|hjdz"
)
_PERSONAL_ZH = re.compile(
    rf".*姓名|联系人|.*(?:手机|电话){_NO_ZH}|.*联系方式|.*身份证{_NO_ZH}|公民身份{_NO_ZH}"
    rf"|(?:{_WHO_ZH})?(?:证件|护照)(?:号|号码)|.*住址"
    rf"|(?:{_WHO_ZH}|家庭|联系|户籍|居住|现居住|通讯|通信)地址"
)
_LABELS_ZH = ("民族", "族别", "宗教信仰", "政治面貌")
_LABELS_EN = ("ethnicity", "religion", "political status")
# Two classes of first characters stand before the alternatives: so a long text is searched quickly.
_FIRST, _SECOND = ("".join(x[n] + x[n].upper() for x in _LABELS_ZH + _LABELS_EN) for n in (0, 1))
_REST = "|".join(
    [rf"(?<={label[:2]}){label[2:]}" for label in _LABELS_ZH]
    + [rf"(?<=\b{label[:2]}){label[2:]}" for label in _LABELS_EN]
)
_LABELLED = re.compile(rf"[{_FIRST}][{_SECOND}](?i:{_REST})\s*[:=：﹕＝]\s*\S")

FIELD_LABELS = frozenset({"label", "field", "字段", "标签"})
LABELS = FIELD_LABELS | {"name", "title", "key", "question", "item", "名称", "项目"}
"""Keys, in lower case, whose value may name the field that stands beside it."""
VALUES = frozenset(
    {"value", "val", "values", "answer", "text", "content", "code", "selected"}
    | {"值", "内容", "取值"}
)


def is_refused_name(name: str) -> bool:
    """Tell whether a field of this name would hold ethnicity, religion or political status."""
    return _is_refused(name[:LONGEST])


def is_personal_name(name: str) -> bool:
    """Tell whether a field of this name would hold a person's name, phone, id number or home."""
    return _is_personal(name[:LONGEST])


def is_label(row: object, judge: Callable[[str], bool]) -> bool:
    """Tell whether an object is a value beside its label, as in ``{"label": …, "value": …}``.

    Args:
        row: anything; only a mapping can be one.
        judge: `is_refused_name` or `is_personal_name`, asked about the label.
    """
    if not isinstance(row, Mapping):
        return False
    keys = {str(key).lower(): value for key, value in row.items()}
    asked = LABELS if keys.keys() & VALUES else FIELD_LABELS
    return any(isinstance(keys.get(key), str) and judge(keys[key]) for key in asked)


def has_refused_label(text: str) -> bool:
    """Tell whether free text gives such a value after its label, as in ``民族：…``."""
    return bool(_LABELLED.search(text))


@lru_cache(maxsize=4096)
def _is_refused(name: str) -> bool:
    words = _words(name)
    if not _REFUSED_WORDS.isdisjoint(words) or _REFUSED_ZH.fullmatch("".join(words)):
        return True
    return any(_REFUSED_END.fullmatch(end) for end in _ends(words))


@lru_cache(maxsize=4096)
def _is_personal(name: str) -> bool:
    words = _words(name)
    if _PERSONAL_ZH.fullmatch("".join(words)):
        return True
    return any(_PERSONAL_END.fullmatch(end) for end in _ends(words))


def _words(name: str) -> list[str]:
    cut = _CAMEL.sub("_", plain_text(name))
    return [word for word in _GAPS.split(cut.lower()) if word]


def _ends(words: list[str]) -> list[str]:
    return ["".join(words[n:]) for n in range(len(words))]
