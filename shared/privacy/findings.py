"""What the guard says: a path, a rule and words for staff, never the value."""

from dataclasses import dataclass

REFUSED_FIELD = "refused-field"
PERSONAL_FIELD = "personal-field"
ID_NUMBER = "id-number"

_WORDS = {
    REFUSED_FIELD: (
        "不得包含民族、宗教信仰或政治面貌信息；请删除此项后重新发送。",
        "Ethnicity, religion and political status are not accepted; remove this and send again.",
    ),
    PERSONAL_FIELD: (
        "事件中不得有明文个人信息；请加密放入 sealed 成员，或删除此项。",
        "No plain personal data in an event; encrypt it into the member 'sealed', or remove it.",
    ),
    ID_NUMBER: (
        "此处含有身份证号码；请加密放入 sealed 成员，或删除号码。",
        "This holds an id number; encrypt it into the member 'sealed', or remove the number.",
    ),
}


@dataclass(frozen=True)
class Finding:
    """One thing that may not be there: its path (``a.b[2]``), the rule, and words for staff."""

    path: str
    rule: str
    zh: str
    en: str


def finding(path: str, rule: str) -> Finding:
    """Return a finding with its rule's words."""
    return Finding(path, rule, *_WORDS[rule])
