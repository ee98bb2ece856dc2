"""The public asks the catalogue: what is there, and what an item takes in one's own case."""

from collections.abc import Sequence

from services.intake.application.ports import Items
from services.intake.domain.catalogue.determinants import Answers
from services.intake.domain.catalogue.filling import Filling, filling
from services.intake.domain.catalogue.item import Item
from services.intake.domain.catalogue.item_search import Wanted
from shared.storage.listing import bad_cursor


def find_items(wanted: Wanted, after: str | None, fetch: int, items: Items) -> Sequence[Item]:
    """Return up to `fetch` items that are looked for, those after the code `after`.

    Raises:
        Invalid: ``bad-cursor``, no such item is among them, or no more: the list begins anew.
    """
    found = items.search(wanted)
    if after is None:
        return found[:fetch]
    codes = [item.code for item in found]
    if after not in codes:
        raise bad_cursor()
    begin = codes.index(after) + 1
    return found[begin : begin + fetch]


def fill_form(code: str, answers: Answers, items: Items) -> Filling:
    """Return what an item asks for with these answers; raise `NotFound` or `Invalid`."""
    return filling(items.known(code), answers)
