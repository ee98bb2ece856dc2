"""The public asks the catalogue: what is there, and what an item takes in one's own case."""

from collections.abc import Sequence

from services.intake.application.ports import Items
from services.intake.domain.determinants import Answers
from services.intake.domain.filling import Filling, filling
from services.intake.domain.item import Item
from services.intake.domain.item_search import Wanted


def find_items(wanted: Wanted, after: str | None, fetch: int, items: Items) -> Sequence[Item]:
    """Return up to `fetch` items that are looked for, those after the code `after`."""
    found = items.search(wanted)
    codes = [item.code for item in found]
    begin = codes.index(after) + 1 if after in codes else 0
    return found[begin : begin + fetch]


def fill_form(code: str, answers: Answers, items: Items) -> Filling:
    """Return what an item asks for with these answers; raise `NotFound` or `Invalid`."""
    return filling(items.known(code), answers)
