"""Long lists: documents in the order of one plain field, exactly as one index holds them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from shared.values import Invalid

Choice = str | bool | tuple[str, ...]
At = datetime | int


@dataclass(frozen=True)
class Listing:
    """A question that one index answers in its own order: nothing is scanned, nothing sorted.

    Args:
        by: the field of instants, or of whole numbers, that gives the order; then the key does.
        index: the name of the index that serves it, so that the plan is no guess of the server.
        equals: fields and the value each must have; of a tuple, any one will do.
        since: the first instant or number that is listed.
        until: the first that is not.
        newest: whether the latest comes first.
    """

    by: str
    index: str
    equals: Mapping[str, Choice] = field(default_factory=dict)
    since: At | None = None
    until: At | None = None
    newest: bool = False


@dataclass(frozen=True)
class Place:
    """Where a page ended: the instant and the key of its last document."""

    at: At
    key: str


def bad_cursor() -> Invalid:
    """Return what is said of a cursor that leads nowhere."""
    return Invalid(
        "bad-cursor",
        "分页标记 cursor 不对，请原样使用上一页的 next，或去掉它从第一页开始。",
        "The cursor is not one of ours; use `next` of the page before, or leave it out to start.",
        field="cursor",
    )


class Lists(Protocol):
    """Long lists of committed documents.

    Every method raises `StoreAway` while the database cannot be reached or an index is being made.
    """

    async def listed(
        self, collection: str, listing: Listing, *, after: Place | None, limit: int
    ) -> list[dict[str, Any]]:
        """Return the documents that follow a place, at most `limit`, without their trail.

        The trail (which fields each version changed) is a third of a document, and no list's.
        """
        ...

    async def count_listed(self, collection: str, listing: Listing) -> int:
        """Count all that a listing holds, from its index alone."""
        ...

    async def count_each(self, collection: str, listing: Listing, field: str) -> dict[str, int]:
        """Count the same by the values of a field of its index, at one instant; no value is 0."""
        ...

    async def values(self, collection: str, field: str) -> Sequence[str]:
        """Return the different values of a field that begins an index, in order."""
        ...
