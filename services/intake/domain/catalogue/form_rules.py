"""What the form of an entry must keep to, and the conditions over its answers."""

from collections.abc import Iterator, Sequence

from services.intake.domain.catalogue.breach import SLUG, Breach, repeated
from services.intake.domain.catalogue.determinants import Condition, fields_of
from services.intake.domain.catalogue.forms import FieldType, FormField, is_figure
from services.intake.domain.catalogue.item import Item

_KEYWORDS = {"and", "or", "not", "in", "yes", "no"}


def form_breaches(item: Item) -> Iterator[Breach]:
    """Yield what is wrong with the questions of an entry and with every condition over them."""
    yield from _fields(item.fields)
    yield from question_breaches(item.fields)
    known = {field.code: field for field in item.fields}
    for paper in item.papers:
        yield from _fits("papers", paper.when, known)
    for step in item.steps:
        yield from _fits("steps", step.when, known)


def question_breaches(asked: Sequence[FormField]) -> Iterator[Breach]:
    """Yield wrong bounds, and conditions that look at a question which is not asked before."""
    known: dict[str, FormField] = {}
    for field in asked:
        if not _bounded(field):
            yield Breach(
                "fields",
                f"“{field.label}”：只有数值可写最小和最大，且最小不得大于最大。",
                f"'{field.code}': only a number has least and most, the least not above the most.",
            )
        yield from _fits("fields", field.when, known)
        known[field.code] = field


def _fields(asked: Sequence[FormField]) -> Iterator[Breach]:
    yield from repeated("fields", [field.code for field in asked])
    for field in asked:
        codes = [choice.code for choice in field.choices]
        if any(not SLUG.fullmatch(code) or code in _KEYWORDS for code in (field.code, *codes)):
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
        yield from repeated("fields", codes)


def _bounded(field: FormField) -> bool:
    bounds = [bound for bound in (field.least, field.most) if bound is not None]
    sound = all(map(is_figure, bounds)) and bounds == sorted(bounds)
    return sound if field.type is FieldType.NUMBER else not bounds


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
