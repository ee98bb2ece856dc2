"""What is known of a person as a paper for that person (PIPL 45): headings and labelled lines."""

from dataclasses import dataclass
from datetime import datetime

TITLE = "个人信息查阅、复制件"
NOTE = (
    "依据《中华人民共和国个人信息保护法》第四十五条，应本人请求提供。"
    "空缺的项目不列出；各项后括号内为系统代码。本件载有未遮蔽的个人信息，请妥善保管。"
)
NOTHING = "无。"
"""What stands under a heading that has nothing to tell."""


@dataclass(frozen=True)
class Section:
    """One part, or one record of a part that has several; each line is a label and its words."""

    heading: str
    lines: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Sheet:
    """All of it; `person` is the reference (``per_…``), `at` the instant as of which it holds."""

    person: str
    at: datetime
    sections: tuple[Section, ...]
