"""What papers are called, beside their codes, in the events that have a member for it."""

from collections.abc import Mapping
from typing import Any

from services.intake.domain.catalogue.item import Item
from shared.events.base import TITLE_LONGEST
from shared.events.intake import CaseEvent

_NAMES = {
    "paper": "paper_name",
    "papers": "paper_names",
    "missing": "missing_names",
    "deficient": "deficient_names",
}


def names_of(
    said: Mapping[str, Any], item: Item | None, event: type[CaseEvent]
) -> dict[str, str | list[str]]:
    """Return the names of the papers that are told of; none where the item is listed no more."""
    spoken = [
        (code, name)
        for code, name in _NAMES.items()
        if said.get(code) and name in event.model_fields
    ]
    if item is None or not spoken:
        return {}
    listed = item.paper_names
    return {name: _named(said[code], listed) for code, name in spoken}


def _named(told: str | tuple[str, ...], listed: Mapping[str, str]) -> str | list[str]:
    if isinstance(told, str):
        # No catalogue bounds how long a paper's name is; an event does.
        return listed.get(told, told)[:TITLE_LONGEST]
    return [listed.get(code, code)[:TITLE_LONGEST] for code in told]
