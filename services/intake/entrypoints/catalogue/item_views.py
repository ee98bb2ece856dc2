"""What intake shows of its catalogue."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from services.intake.domain.catalogue.determinant_text import write_condition
from services.intake.domain.catalogue.determinants import Condition
from services.intake.domain.catalogue.filling import Filling
from services.intake.domain.catalogue.forms import FormField
from services.intake.domain.catalogue.guide import Guide, Step
from services.intake.domain.catalogue.item import Item, ItemPaper
from shared.calendar import Limit, Unit
from shared.web.views import View


class PaperNeeded(View):
    """A paper of an item's list; `when` is the condition over the form's answers, if it has one."""

    code: str
    name: str
    main: bool
    deficiency_allowed: bool
    form: str
    copies: int
    source: str
    when: str | None


class ChoiceView(View):
    """One answer of a choice."""

    code: str
    label: str


class FieldView(View):
    """A question; `type` is choice, number, date or boolean."""

    code: str
    label: str
    type: str
    required: bool
    choices: tuple[ChoiceView, ...]
    least: float | None
    most: float | None
    when: str | None


class StepView(View):
    """A step on the item's way."""

    code: str
    name: str
    when: str | None


class LimitView(View):
    """A limit: unit G is working days, Z calendar days; no days: done on the spot."""

    days: int
    unit: str


class ResultView(View):
    """What an applicant takes home."""

    kind: str
    name: str


class VariantView(View):
    """业务办理项, with its code of 33."""

    code: str
    name: str


class GuideView(View):
    """What the public is told: `objects` by GB/T 39046 A.4, `forms` by A.5 (9K: kiosk), fen."""

    objects: tuple[str, ...]
    forms: tuple[str, ...]
    basis: str
    fee_fen: int
    fee_basis: str
    results: tuple[ResultView, ...]
    visits: int
    points: tuple[str, ...]
    words: tuple[str, ...]
    variants: tuple[VariantView, ...]


class ItemRow(View):
    """A service item in a list; `level` by GB/T 39046 A.2 (5: street), None without a code."""

    code: str
    version: str
    catalog_code: str
    name: str
    type: str
    level: str | None
    kind: str
    promised: LimitView
    benefit: str


class ItemView(ItemRow):
    """A service item, as the guide (办事指南) shows it."""

    task_code: str
    valid_from: date | None
    valid_to: date | None
    legal: LimitView
    correction_limit: LimitView | None
    extension: int
    papers: tuple[PaperNeeded, ...]
    fields: tuple[FieldView, ...]
    steps: tuple[StepView, ...]
    procedures: tuple[str, ...] | None
    decided_by: str
    takes_wish: bool
    guide: GuideView
    pre_acceptance: bool
    onsite_review: bool
    lapse_policy: str
    correction_lapse: str
    in_person: bool


class FillingView(View):
    """Where a form stands: what is asked, what is still missing, which papers and steps follow."""

    item_code: str
    version: str
    whole: bool
    fields: tuple[FieldView, ...]
    unanswered: tuple[str, ...]
    needless: tuple[str, ...]
    papers: tuple[PaperNeeded, ...]
    shared: tuple[PaperNeeded, ...]
    steps: tuple[StepView, ...]


def row_of_item(item: Item) -> ItemRow:
    """Return the item as lists show it."""
    said = {**vars(item), **_coded(item), "promised": _limit_of(item.promised)}
    return ItemRow.model_validate(said)


def item_of(item: Item) -> ItemView:
    """Return the item as the guide shows it."""
    limits = {
        "legal": _limit_of(item.legal),
        "promised": _limit_of(item.promised),
        "correction_limit": item.correction_limit and _limit_of(item.correction_limit),
    }
    lists = {
        "papers": each(item.papers),
        "fields": each(item.fields),
        "steps": each(item.steps),
        "guide": _guide_of(item.guide),
    }
    return ItemView.model_validate({**vars(item), **_coded(item), **limits, **lists})


def _coded(item: Item) -> dict[str, str | None]:
    return {"type": item.type, "level": item.level}


def filling_of(form: Filling) -> FillingView:
    """Return where a form stands."""
    lists = {name: each(getattr(form, name)) for name in ("fields", "papers", "shared", "steps")}
    return FillingView(
        item_code=form.item.code,
        version=form.item.version,
        whole=form.is_whole,
        unanswered=form.unanswered,
        needless=form.needless,
        **lists,
    )


def each(entries: Iterable[ItemPaper | FormField | Step]) -> Any:
    """Return papers, questions or steps as views take them: a condition as people write it."""
    return tuple({**vars(entry), "when": _when(entry.when)} for entry in entries)


def _when(condition: Condition | None) -> str | None:
    return None if condition is None else write_condition(condition)


def _guide_of(guide: Guide) -> GuideView:
    return GuideView.model_validate(guide)


def _limit_of(limit: Limit | None) -> LimitView:
    if limit is None:
        return LimitView(days=0, unit=Unit.WORKING_DAYS)
    return LimitView(days=limit.amount, unit=limit.unit)
