from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from shared.storage.kinds import Kind
from shared.storage.ports import BLIND, Changes, Document, Scalar, Write
from shared.storage.scoped import scoped_page
from shared.testing.memory import MemoryStore
from shared.values import covers

STREET = "150602013000"
COMMUNITY = "150602013003"
ELSEWHERE = "150602014000"


@dataclass(frozen=True)
class Matter:
    id: str
    version: int
    orgunit: str
    state: str = "open"


MATTERS = Kind("matters", Matter, announced=False)


class Chunks(MemoryStore):
    """Remembers how large the chunks were."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[int] = []

    async def page(
        self, collection: str, equals: Mapping[str, Scalar], *, after: str | None, limit: int
    ) -> list[Document]:
        self.asked.append(limit)
        return await super().page(collection, equals, after=after, limit=limit)


async def filled(*units: str) -> Chunks:
    store = Chunks()
    writes = [
        Write(f"m{n:05d}", {**MATTERS.encode(Matter(f"m{n:05d}", 1, unit)), "hlc": 1}, BLIND)
        for n, unit in enumerate(units)
    ]
    transaction = await store.begin()
    await transaction.write(Changes({MATTERS.name: writes}))
    await transaction.commit()
    return store


async def shown(store: Chunks, scope: str, limit: int, after: str | None = None) -> list[str]:
    page = await scoped_page(store, MATTERS, scope, after=after, limit=limit, equals={})
    assert all(covers(scope, matter.orgunit) for matter in page)
    return [matter.id for matter in page]


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 50])
@pytest.mark.parametrize("scope", [STREET, COMMUNITY, "150602000000", ELSEWHERE])
async def test_pages_together_hold_everything_in_scope_once(scope: str, limit: int) -> None:
    units = [STREET, ELSEWHERE, COMMUNITY, ELSEWHERE, ELSEWHERE, COMMUNITY, STREET] * 3
    store = await filled(*units)
    expected = [f"m{n:05d}" for n, unit in enumerate(units) if covers(scope, unit)]
    found: list[str] = []
    while page := await shown(store, scope, limit, found[-1] if found else None):
        found += page
    assert found == expected


async def test_fields_are_compared_too() -> None:
    store = await filled(STREET)
    ended = {"state": "ended"}
    assert await scoped_page(store, MATTERS, STREET, after=None, limit=9, equals=ended) == []


async def test_chunks_grow_and_stay_bounded() -> None:
    store = await filled(*[ELSEWHERE] * 5000, STREET)
    assert await shown(store, STREET, 10) == ["m05000"]
    assert store.asked[:3] == [10, 20, 40]
    assert max(store.asked) == 1000


async def test_the_lowest_level_is_compared_by_the_store() -> None:
    store = await filled(*[STREET] * 500, COMMUNITY)
    assert await shown(store, COMMUNITY, 10) == ["m00500"]
    assert store.asked == [10]


async def test_another_rule_of_seeing_is_kept_to() -> None:
    store = await filled(STREET, COMMUNITY, ELSEWHERE)
    page = await scoped_page(
        store,
        MATTERS,
        COMMUNITY,
        after=None,
        limit=9,
        equals={},
        sees=lambda scope, unit: covers(unit, scope),
    )
    assert [matter.orgunit for matter in page] == [STREET, COMMUNITY]
