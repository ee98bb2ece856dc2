"""The item of an application: the very version that it began with."""

from services.intake.application.ports import Work
from services.intake.domain.case.case import Case
from services.intake.domain.catalogue.item import Item


def item_of(case: Case, work: Work) -> Item:
    """Return the item that an application began with, asking what its answers call for.

    Raises:
        Invalid: the catalogue has this version no more; put it back.
    """
    return work.items.get(case.item_code, case.item_version).asking(case.answers)


def find_item_of(case: Case, work: Work) -> Item | None:
    """Return the same, or None where the catalogue has it no more."""
    item = work.items.find(case.item_code, case.item_version)
    return None if item is None else item.asking(case.answers)
