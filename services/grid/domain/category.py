"""What incidents are called."""

from collections.abc import Mapping
from dataclasses import dataclass, field

BAD_RATING = "bad-rating"


@dataclass(frozen=True)
class Category:
    """One category; `help_item` is the service item that answers a request for help of it."""

    code: str
    name: str
    help_item: str | None = None


@dataclass(frozen=True)
class Categories:
    """All categories by code; what a partner calls otherwise is kept under its own code."""

    by_code: Mapping[str, Category] = field(default_factory=dict)

    def named(self, code: str) -> Category:
        """Return the category; an unknown code names itself."""
        return self.by_code.get(code) or Category(code, code)
