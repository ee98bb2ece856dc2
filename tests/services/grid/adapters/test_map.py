"""What every map promises, shown on the fake and on MongoDB's 2dsphere."""

import random
from collections.abc import AsyncIterator

import pytest

from services.grid.adapters.mongo import CELLS as COLLECTION
from services.grid.adapters.mongo import INDEXES
from services.grid.adapters.mongo_map import MongoMap
from services.grid.application.ports import GridMap
from shared.storage.mongo import MongoStore, connect, ensure_indexes
from shared.values import Invalid, Point
from tests.services.grid.block import CELLS
from tests.services.grid.maps import PlainMap

WEST, EAST, SOUTH, NORTH = 109.955, 110.025, 39.80, 39.85


@pytest.fixture
async def mongo(database: tuple[str, str]) -> AsyncIterator[MongoStore]:
    url, name = database
    client = connect(url)
    store = MongoStore(client, name)
    await ensure_indexes(store, INDEXES)
    yield store
    client.close()


@pytest.fixture(params=["plain", "mongo"])
def grid_map(request: pytest.FixtureRequest) -> GridMap:
    if request.param == "plain":
        return PlainMap(CELLS)
    store: MongoStore = request.getfixturevalue("mongo")
    return MongoMap(CELLS, lambda: store)


async def test_the_middle_of_a_cell_lies_in_it(grid_map: GridMap) -> None:
    for cell in CELLS:
        corners = cell.ring[:-1]
        middle = Point(*(sum(axis) / len(corners) for axis in zip(*corners, strict=True)))
        assert await grid_map.cell_at(middle) == cell


async def test_every_point_of_the_box_has_a_cell_its_border_included(grid_map: GridMap) -> None:
    dice = random.Random(7)  # noqa: S311 - points, not secrets
    border = [Point(WEST, SOUTH), Point(EAST, NORTH), Point(109.99, NORTH), Point(109.99, SOUTH)]
    inside = [Point(dice.uniform(WEST, EAST), dice.uniform(SOUTH, NORTH)) for _ in range(60)]
    for point in (*border, *inside):
        assert await grid_map.cell_at(point) is not None


async def test_on_a_shared_corner_the_smallest_code_wins(grid_map: GridMap) -> None:
    for corner in CELLS[7].ring:
        found = await grid_map.cell_at(Point(*corner))
        assert found is not None
        assert found.code == min(cell.code for cell in CELLS if corner in cell.ring)


async def test_outside_the_box_there_is_none(grid_map: GridMap) -> None:
    for point in (Point(109.90, 39.82), Point(110.0, 39.86), Point(0, 0), Point(-180, -90)):
        assert await grid_map.cell_at(point) is None


async def test_cells_are_found_by_code(grid_map: GridMap) -> None:
    assert grid_map.cell(CELLS[0].code) == CELLS[0]
    assert tuple(grid_map.cells()) == CELLS
    with pytest.raises(Invalid):
        grid_map.cell("1" * 15)


async def test_fake_and_store_agree_away_from_borders(mongo: MongoStore) -> None:
    plain, real = PlainMap(CELLS), MongoMap(CELLS, lambda: mongo)
    dice = random.Random(8)  # noqa: S311 - points, not secrets
    for _ in range(60):
        point = Point(dice.uniform(WEST, EAST), dice.uniform(SOUTH, NORTH))
        found = await plain.cell_at(point)
        assert found is not None
        if found.distance(point) > 1e-6:
            assert await real.cell_at(point) == found


async def test_a_new_map_replaces_the_old_one(mongo: MongoStore) -> None:
    point = Point(*CELLS[0].ring[0])
    await MongoMap(CELLS, lambda: mongo).cell_at(point)
    await MongoMap(CELLS[:40], lambda: mongo).cell_at(point)
    assert await mongo.count(COLLECTION, {}) == 40
