"""Lists within an organisation's scope: what lies outside is passed over, page by page."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from shared.storage.kinds import Kind
from shared.storage.ports import Scalar, Store, Versioned
from shared.values import covers

A = TypeVar("A", bound=Versioned)
Sees = Callable[[str, str], bool]

_LEAF = slice(9, 12)
_LARGEST_CHUNK = 1000


async def scoped_page(
    store: Store,
    kind: Kind[A],
    scope: str,
    *,
    after: str | None,
    limit: int,
    equals: Mapping[str, Scalar],
    sees: Sees = covers,
) -> list[A]:
    """Return committed values with equal fields that a scope sees, by id, after `after`.

    Fewer than `limit` means that there are no more. The collection is read in chunks that grow,
    up to a bound: a narrow scope in a large collection costs few round trips, a list that is
    seen whole costs one.

    Args:
        store: where they are.
        kind: values with a stored field `orgunit`.
        scope: a 12-digit organisation code.
        after: the last id that was shown.
        limit: how many to return at most.
        equals: stored fields.
        sees: tells whether the scope sees an organisation.
    """
    if sees is covers and scope[_LEAF] != "000":
        # Nothing lies below the lowest level: then the store can compare.
        equals = {**equals, "orgunit": scope}
    found: list[A] = []
    chunk = limit
    while len(found) < limit:
        rows = await store.page(kind.name, equals, after=after, limit=chunk)
        # What an older version wrote may belong to no organisation: then nobody sees it in a list.
        found.extend(kind.decode(row) for row in rows if sees(scope, row.get("orgunit", "")))
        if len(rows) < chunk:
            break
        after, chunk = rows[-1]["_id"], max(limit, min(chunk * 2, _LARGEST_CHUNK))
    return found[:limit]
