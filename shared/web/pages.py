"""Lists in pages: a cursor is the last id seen, so nothing is skipped while others write."""

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, datetime
from typing import Annotated, Generic, TypeVar

from fastapi import Depends, Query
from pydantic import BaseModel, ConfigDict, Field

from shared.storage.listing import At, Place, bad_cursor

T = TypeVar("T")
R = TypeVar("R")

_MARK = "1:"  # version of the cursor's inside


class Page(BaseModel, Generic[T]):
    """One page of a list, ordered by id."""

    model_config = ConfigDict(frozen=True)

    items: tuple[T, ...]
    next: str | None = Field(
        default=None, description="cursor of the next page; absent on the last page"
    )


@dataclass(frozen=True)
class PageQuery:
    """What the caller asked for: ids after `after`, at most `limit` of them."""

    after: str | None
    limit: int

    @property
    def fetch(self) -> int:
        """How many rows to read: one more than shown tells whether a next page exists."""
        return self.limit + 1


def cursor_of(last_id: str) -> str:
    """Return the opaque cursor that continues after an id."""
    return base64.urlsafe_b64encode(f"{_MARK}{last_id}".encode()).decode().rstrip("=")


def after(cursor: str) -> str:
    """Return the id a cursor continues after; raise `Invalid` for one that is not ours."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        text = base64.b64decode(padded, altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError) as error:
        raise bad_cursor() from error
    last_id = text.removeprefix(_MARK)
    if not last_id or cursor_of(last_id) != cursor:
        raise bad_cursor()
    return last_id


async def page_query(
    cursor: Annotated[
        str | None, Query(max_length=512, description="`next` of the page before")
    ] = None,
    limit: Annotated[int, Query(ge=1, le=200, description="entries on a page")] = 50,
) -> PageQuery:
    """Read the query of a list; a FastAPI dependency."""
    return PageQuery(after(cursor) if cursor is not None else None, limit)


Paging = Annotated[PageQuery, Depends(page_query)]


def page_of(
    rows: Sequence[R], query: PageQuery, show: Callable[[R], T], key: Callable[[R], str]
) -> Page[T]:
    """Make a page of up to `query.fetch` rows, which stand in the order of their ids."""
    shown = rows[: query.limit]
    following = cursor_of(key(shown[-1])) if len(rows) > query.limit else None
    return Page(items=tuple(show(row) for row in shown), next=following)


def mark_of(at: At, key: str) -> str:
    """Return what a cursor holds where a list stands in the order of a field, then of ids."""
    return f"{at.isoformat() if isinstance(at, datetime) else at}|{key}"


def place_of(query: PageQuery) -> Place | None:
    """Return where a page of a list by instants begins; raise `Invalid` for another's cursor."""
    return None if query.after is None else _place(query.after, datetime.fromisoformat)


def numbered_place_of(query: PageQuery) -> Place | None:
    """Return where a page of a list by numbers begins; raise `Invalid` for another's cursor."""
    return None if query.after is None else _place(query.after, int)


def _place(mark: str, read: Callable[[str], At]) -> Place:
    text, _, key = mark.partition("|")
    try:
        at = read(text)
    except ValueError:
        raise bad_cursor() from None
    if not _storable(at) or not key:
        raise bad_cursor()
    return Place(at, key)


def _storable(at: At) -> bool:
    if isinstance(at, datetime):
        return at.tzinfo is not None and MINYEAR < at.year < MAXYEAR
    return abs(at) < 2**63
