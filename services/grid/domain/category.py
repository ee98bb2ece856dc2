"""What incidents are called, and how long each stage of them may take."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from shared.calendar import Limit, Unit
from shared.values import Final

BAD_RATING = "bad-rating"


@dataclass(frozen=True)
class Stage:
    """One limit of an incident, counted from its dispatch; `name` is its clock's.

    `extension` is by how much it may be extended, once, in the limit's own unit; 0 for never.
    """

    name: str
    title: str
    limit: Limit
    extension: int = 0


DEFAULT_STAGES = (Stage("handling", "处置", Limit(5, Unit.WORKING_DAYS), extension=5),)
"""Of what sets no other, as of 12345 orders: five working days, once five more (domain.md 3)."""


@dataclass(frozen=True)
class Category:
    """One category; `help_item` is the service item that answers a request for help of it."""

    code: str
    name: str
    help_item: str | None = None
    stages: tuple[Stage, ...] = DEFAULT_STAGES

    @property
    def titles(self) -> Mapping[str, str]:
        """What staff call each stage."""
        return {stage.name: stage.title for stage in self.stages}

    def extension(self, name: str) -> int:
        """Return by how much a stage may be extended; raise `Final` when it may not."""
        found = next((stage.extension for stage in self.stages if stage.name == name), 0)
        if not found:
            raise Final(
                "not-extendable",
                "该类事件的此项时限不得延长。",
                "This limit of incidents of this category may not be extended.",
                field="clock",
            )
        return found


@dataclass(frozen=True)
class Categories:
    """All categories by code; what a partner calls otherwise is kept under its own code."""

    by_code: Mapping[str, Category] = field(default_factory=dict)

    def named(self, code: str) -> Category:
        """Return the category; an unknown code names itself."""
        return self.by_code.get(code) or Category(code, code)
