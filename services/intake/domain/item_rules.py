"""What an entry of the catalogue must keep to; every breach is told, not the first one only."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from services.intake.domain.codes import (
    catalog_code_of,
    check_catalog_code,
    check_handling_code,
    check_task_code,
)
from services.intake.domain.determinants import Condition, fields_of
from services.intake.domain.forms import FieldType, FormField
from services.intake.domain.item import OWN, Item, ItemKind
from services.intake.domain.policies import ReviewStep
from shared.calendar import Limit
from shared.values import Invalid

_SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_KEYWORDS = {"and", "or", "not", "in", "yes", "no"}


@dataclass(frozen=True)
class Breach:
    """One rule that an entry breaks: the field, and what to do, in Chinese and English."""

    field: str
    zh: str
    en: str


def breaches(item: Item) -> Iterator[Breach]:
    """Yield everything that is wrong with one entry, in the order of its fields."""
    yield from _codes(item)
    yield from _limits(item)
    yield from _papers(item)
    yield from _fields(item)
    yield from _conditions(item)
    yield from _review(item)
    if item.valid_from and item.valid_to and item.valid_to < item.valid_from:
        yield Breach("valid_to", "失效日期不得早于生效日期。", "not before valid_from.")


def breaches_of_all(items: Iterable[Item]) -> Iterator[tuple[Item, Breach]]:
    """Yield what is wrong between entries: one code and version twice, versions that overlap."""
    versions: dict[str, list[Item]] = {}
    owners: dict[str, str] = {}
    for item in items:
        for breach in _between(item, versions.setdefault(item.code, [])):
            yield item, breach
        versions[item.code].append(item)
        owner = owners.setdefault(item.catalog_code, item.code)
        if owner != item.code:
            yield (
                item,
                Breach(
                    "catalog_code",
                    f"基本编码 {item.catalog_code} 已用于“{owner}”，请更换。",
                    f"catalog_code {item.catalog_code} is there 2 times: '{owner}' has it already.",
                ),
            )


def _between(item: Item, earlier: list[Item]) -> Iterator[Breach]:
    for other in earlier:
        if other.version == item.version:
            yield Breach(
                "code",
                f"事项“{item.code}”的版本 {item.version} 出现了两次，请改版本号或删去一行。",
                f"code {item.code} is there 2 times with version {item.version};"
                " give one another version or take it out.",
            )
        elif _overlap(item, other):
            yield Breach(
                "valid_from",
                f"与版本 {other.version} 的有效期重叠；请给前一版写失效日期。",
                f"overlaps with version {other.version}; let the earlier one end.",
            )


def _overlap(one: Item, other: Item) -> bool:
    starts = [day for day in (one.valid_from, other.valid_from) if day]
    ends = [day for day in (one.valid_to, other.valid_to) if day]
    return not starts or not ends or max(starts) <= min(ends)


def _codes(item: Item) -> Iterator[Breach]:
    if not _SLUG.fullmatch(item.code):
        yield Breach(
            "code",
            "事项代码用小写字母、数字和连字符，字母开头，如 elder-allowance。",
            "small letters, digits and hyphens, such as elder-allowance.",
        )
    yield from _said(partial(check_catalog_code, item.catalog_code))
    wrong = list(_said(partial(check_task_code, item.task_code))) if item.task_code else []
    yield from wrong
    if not wrong:
        yield from _within_task(item)
    yield from _twice("variants", [variant.code for variant in item.guide.variants])


def _within_task(item: Item) -> Iterator[Breach]:
    if item.task_code and catalog_code_of(item.task_code) != item.catalog_code:
        yield Breach(
            "task_code",
            f"实施编码末 12 位应与基本编码 {item.catalog_code} 相同。",
            f"its last 12 places must be {item.catalog_code}.",
        )
    for variant in item.guide.variants:
        yield from _said(partial(check_handling_code, variant.code))
        if not variant.code.startswith(item.task_code):
            yield Breach(
                "variants",
                "业务办理项编码前 31 位应与实施编码相同。",
                "the first 31 places must be the task_code.",
            )


def _limits(item: Item) -> Iterator[Breach]:
    if item.promised is not None and (item.legal is None or _longer(item.promised, item.legal)):
        yield Breach(
            "promised",
            "承诺时限不得长于法定时限。",
            "not longer than legal.",
        )
    counts = {"extension": item.extension, "fee_fen": item.guide.fee_fen}
    for field, count in {**counts, "visits": item.guide.visits}.items():
        if count < 0:
            yield Breach(field, "不得小于 0。", "not below 0.")
    if item.retention_years is not None and item.retention_years < 1:
        yield Breach("retention_years", "不得小于 1。", "at least 1.")
    if item.guide.fee_fen and not item.guide.fee_basis:
        yield Breach(
            "fee_basis",
            "收费须写明依据（行政许可法第五十八、五十九条）。",
            "a fee needs its basis (XKF 58, 59).",
        )


def _review(item: Item) -> Iterator[Breach]:
    if item.review_steps != tuple(step for step in ReviewStep if step in item.review_steps):
        yield Breach(
            "review_steps",
            "应按 handle、examine、approve 的次序，各写一次。",
            "handle, examine, approve in this order, each once.",
        )
    if item.review_steps and (item.kind is ItemKind.INSTANT or item.decided_by != OWN):
        yield Breach(
            "review_steps",
            "即办件和由合作单位决定的事项没有审查环节。",
            "an instant item, or a partner's, has none.",
        )


def _longer(promised: Limit, legal: Limit) -> bool:
    return promised.unit is legal.unit and promised.amount > legal.amount


def _papers(item: Item) -> Iterator[Breach]:
    yield from _twice("papers", item.paper_codes)
    for paper in item.papers:
        if paper.main and paper.deficiency_allowed:
            yield Breach(
                "papers",
                f"主要材料“{paper.name}”不能容缺；请标“次要”或去掉“容缺”。",
                f"the main paper '{paper.code}' cannot follow later (deficiency_allowed).",
            )
        if paper.copies < 1:
            yield Breach(
                "papers",
                f"“{paper.name}”的份数应不小于 1。",
                f"'{paper.code}' needs at least 1 copy.",
            )
        if paper.name.rstrip("等").endswith("其他材料"):
            yield Breach(
                "papers",
                "不得列“其他材料”这类兜底项，请写明是什么（安阳市政务服务条例 13）。",
                "no catch-all such as 'other papers'; name what is needed.",
            )
    if item.kind is ItemKind.INSTANT and any(paper.deficiency_allowed for paper in item.papers):
        yield Breach(
            "papers",
            "即办件当场办结，没有可以后补的材料。",
            "an instant item has none that follow later.",
        )


def _fields(item: Item) -> Iterator[Breach]:
    yield from _twice("fields", [field.code for field in item.fields])
    for field in item.fields:
        codes = [choice.code for choice in field.choices]
        if any(not _SLUG.fullmatch(code) or code in _KEYWORDS for code in (field.code, *codes)):
            yield Breach(
                "fields",
                f"“{field.label}”及其选项的代码用小写字母、数字和连字符，不用 and、or、yes 等词。",
                f"'{field.code}' and its choices need codes of small letters and digits.",
            )
        if (field.type is FieldType.CHOICE) != bool(codes):
            yield Breach(
                "fields",
                f"“{field.label}”：单选须列出选项，其他类型不列。",
                f"'{field.code}': a choice lists its choices, nothing else does.",
            )
        yield from _twice("fields", codes)


def _conditions(item: Item) -> Iterator[Breach]:
    known: dict[str, FormField] = {}
    for field in item.fields:
        yield from _fits("fields", field.when, known)
        known[field.code] = field
    for paper in item.papers:
        yield from _fits("papers", paper.when, known)
    for step in item.steps:
        yield from _fits("steps", step.when, known)


def _fits(
    column: str, condition: Condition | None, known: dict[str, FormField]
) -> Iterator[Breach]:
    for code, value in fields_of(condition):
        if code not in known:
            yield Breach(
                column,
                f"条件用到的“{code}”不在表单中，或排在它后面。",
                f"the condition looks at '{code}', which the form does not ask before.",
            )
        elif (fault := known[code].fault(value)) is not None:
            yield Breach(
                column,
                f"条件中 {code} 的值“{value}”不成立：{fault[0]}。",
                f"the condition holds {code} against '{value}', which {fault[1]}.",
            )


def _twice(field: str, codes: Iterable[str]) -> Iterator[Breach]:
    for code, count in Counter(codes).items():
        if count > 1:
            yield Breach(field, f"代码“{code}”重复。", f"each code once, '{code}' is repeated.")


def _said(check: Callable[[], None]) -> Iterator[Breach]:
    try:
        check()
    except Invalid as fault:
        yield Breach(fault.field or "code", fault.zh, f"{fault.en}.")
