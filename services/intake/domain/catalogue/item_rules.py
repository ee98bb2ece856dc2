"""What an entry of the catalogue must keep to; every breach is told, not the first one only."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from services.intake.domain.catalogue.breach import SLUG, Breach, repeated
from services.intake.domain.catalogue.codes import (
    catalog_code_of,
    check_catalog_code,
    check_handling_code,
    check_task_code,
)
from services.intake.domain.catalogue.form_rules import form_breaches
from services.intake.domain.catalogue.item import OWN, Item, ItemKind
from services.intake.domain.catalogue.policies import ReviewStep
from shared.calendar import Limit
from shared.values import Invalid

LONGEST_NAME = 120
"""Of an item and of a paper: events carry no longer one."""
MOST = {"papers": 30, "fields": 60}
"""So many papers and answers can be handed in at once."""
LONGEST_RETENTION = 1000
"""Years; what is kept for ever is told as so many: dates end with the year 9999."""


def breaches(item: Item) -> Iterator[Breach]:
    """Yield everything that is wrong with one entry, in the order of its fields."""
    yield from _codes(item)
    yield from _names(item)
    yield from _limits(item)
    yield from _papers(item)
    yield from form_breaches(item)
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
    if not SLUG.fullmatch(item.code):
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
    yield from repeated("variants", [variant.code for variant in item.guide.variants])


def _names(item: Item) -> Iterator[Breach]:
    named = (("name", item.name), *(("papers", paper.name) for paper in item.papers))
    for field, name in named:
        if not 1 <= len(name.strip()) <= len(name) <= LONGEST_NAME:
            yield Breach(
                field,
                f"名称“{name[:10]}”应为 1 至 {LONGEST_NAME} 个字。",
                f"the name '{name[:10]}' must have 1 to {LONGEST_NAME} characters.",
            )
    for field, most in MOST.items():
        if len(getattr(item, field)) > most:
            yield Breach(field, f"最多 {most} 项，请合并或分开办理。", f"at most {most}.")


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
    if item.retention_years is not None and not 1 <= item.retention_years <= LONGEST_RETENTION:
        most = LONGEST_RETENTION
        yield Breach("retention_years", f"应为 1 至 {most}。", f"from 1 to {most}.")
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
            "应按承办、审核、批准（handle、examine、approve）的次序，各写一次。",
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
    yield from repeated("papers", item.paper_codes)
    for paper in item.papers:
        if not SLUG.fullmatch(paper.code):
            yield Breach(
                "papers",
                f"“{paper.name}”的代码用小写字母、数字和连字符，字母开头，如 id-card。",
                f"the code of '{paper.code}': small letters, digits and hyphens, such as id-card.",
            )
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


def _said(check: Callable[[], None]) -> Iterator[Breach]:
    try:
        check()
    except Invalid as fault:
        yield Breach(fault.field or "code", fault.zh, f"{fault.en}.")
