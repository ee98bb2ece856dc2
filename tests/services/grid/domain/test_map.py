"""What the map promises, and that MongoDB's 2dsphere, a second opinion, says the same."""

import random
from collections.abc import AsyncIterator
from itertools import pairwise

import pytest
from motor.motor_asyncio import AsyncIOMotorCollection
from pymongo import GEOSPHERE

from services.grid.domain.grid_map import GridMap
from shared.storage.mongo import connect
from shared.storage.ports import Document
from shared.values import Invalid, Point
from tests.services.grid.block import CELLS

WEST, EAST, SOUTH, NORTH = 109.955, 110.025, 39.80, 39.85
BENT = 2e-7
"""Degrees, two centimetres: edges are geodesics there and straight here."""
MAP = GridMap(CELLS)


@pytest.fixture
async def shapes(database: tuple[str, str]) -> AsyncIterator[AsyncIOMotorCollection[Document]]:
    url, name = database
    client = connect(url)
    collection = client[name]["shapes"]
    await collection.create_index([("shape", GEOSPHERE)])
    rings = {cell.code: [list(corner) for corner in cell.ring] for cell in CELLS}
    await collection.insert_many(
        {"_id": code, "shape": {"type": "Polygon", "coordinates": [ring]}}
        for code, ring in rings.items()
    )
    yield collection
    client.close()


def random_points(dice: random.Random, count: int) -> list[Point]:
    return [Point(dice.uniform(WEST, EAST), dice.uniform(SOUTH, NORTH)) for _ in range(count)]


def border_points(dice: random.Random) -> list[Point]:
    """Every corner, and a point somewhere on every edge."""
    found = []
    for cell in CELLS:
        for (x1, y1), (x2, y2) in pairwise(cell.ring):
            share = dice.random()
            found += [Point(x1, y1), Point(x1 + share * (x2 - x1), y1 + share * (y2 - y1))]
    return found


def test_the_middle_of_a_cell_lies_in_it() -> None:
    for cell in CELLS:
        corners = cell.ring[:-1]
        middle = Point(*(sum(axis) / len(corners) for axis in zip(*corners, strict=True)))
        assert MAP.cell_at(middle) == cell


def test_every_point_of_the_box_has_a_cell_its_border_included() -> None:
    corners = [Point(WEST, SOUTH), Point(EAST, NORTH), Point(109.99, NORTH), Point(109.99, SOUTH)]
    dice = random.Random(7)  # noqa: S311 - points, not secrets
    for point in (*corners, *border_points(dice), *random_points(dice, 500)):
        assert MAP.cell_at(point) is not None


def test_cells_are_found_by_code() -> None:
    assert MAP.cell(CELLS[0].code) == CELLS[0]
    assert tuple(MAP.cells()) == CELLS
    with pytest.raises(Invalid):
        MAP.cell("1" * 15)


async def test_mongod_gives_the_same_cell_but_for_centimetres_along_borders(
    shapes: AsyncIOMotorCollection[Document],
) -> None:
    dice = random.Random(8)  # noqa: S311 - points, not secrets
    for point in (*border_points(dice), *random_points(dice, 200)):
        where = {"type": "Point", "coordinates": [point.lng, point.lat]}
        rows = shapes.find({"shape": {"$geoIntersects": {"$geometry": where}}}, {"_id": 1})
        answer = min([row["_id"] async for row in rows], default=None)
        found = MAP.cell_at(point)
        assert found is not None
        assert answer == found.code or found.distance(point) < BENT
