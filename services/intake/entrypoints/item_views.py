"""What intake shows of its catalogue."""

from services.intake.domain.item import Item
from shared.calendar import Limit, Unit
from shared.web.views import View


class PaperNeeded(View):
    """A paper of an item's list."""

    code: str
    name: str
    main: bool
    deficiency_allowed: bool


class LimitView(View):
    """A limit: unit G is working days, Z calendar days; no days: done on the spot."""

    days: int
    unit: str


class ItemView(View):
    """A service item, as the guide (办事指南) shows it."""

    code: str
    catalog_code: str
    name: str
    kind: str
    legal: LimitView
    promised: LimitView
    correction_limit: LimitView | None
    extension: int
    papers: tuple[PaperNeeded, ...]
    decided_by: str
    benefit: str
    takes_wish: bool
    in_person: bool


def item_of(item: Item) -> ItemView:
    """Return the item as the guide shows it."""
    limits = {
        "legal": _limit_of(item.legal),
        "promised": _limit_of(item.promised),
        "correction_limit": item.correction_limit and _limit_of(item.correction_limit),
    }
    return ItemView.model_validate({**vars(item), **limits})


def _limit_of(limit: Limit | None) -> LimitView:
    if limit is None:
        return LimitView(days=0, unit=Unit.WORKING_DAYS)
    return LimitView(days=limit.amount, unit=limit.unit)
