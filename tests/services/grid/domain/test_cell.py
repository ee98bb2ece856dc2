from fractions import Fraction
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from services.grid.domain.cell import Cell
from services.grid.domain.grid_map import GridMap
from shared.values import Point
from tests.services.grid.block import CELLS

WEST, EAST, SOUTH, NORTH = 109.955, 110.025, 39.80, 39.85
MAP = GridMap(CELLS)


def area(cell: Cell) -> Fraction:
    """The exact area by the shoelace formula; coordinates have five decimals."""
    ring = [(Fraction(str(x)), Fraction(str(y))) for x, y in cell.ring]
    return sum(
        ((x1 * y2 - x2 * y1) / 2 for (x1, y1), (x2, y2) in pairwise(ring)),
        Fraction(0),
    )


def test_seven_communities_have_six_cells_each_with_a_worker() -> None:
    assert len(CELLS) == 42
    assert sorted({c.community for c in CELLS}) == [f"15060201300{n}" for n in range(1, 8)]
    assert all(c.code.startswith(c.community) for c in CELLS)


def test_the_cells_fill_the_box_without_gap_or_overlap() -> None:
    width, height = Fraction("0.07"), Fraction("0.05")
    assert all(area(cell) > 0 for cell in CELLS)
    assert sum((area(cell) for cell in CELLS), Fraction(0)) == width * height


@given(st.floats(WEST, EAST), st.floats(SOUTH, NORTH))
@settings(max_examples=50)
def test_every_point_of_the_box_falls_in_exactly_one_cell(lng: float, lat: float) -> None:
    point = Point(lng, lat)
    found = MAP.cell_at(point)
    assert found is not None
    touching = [cell for cell in CELLS if cell.touches(point)]
    assert touching in ([], [found]) or all(cell.distance(point) < 1e-9 for cell in touching)


def test_on_a_corner_the_smallest_code_wins() -> None:
    for corner in CELLS[0].ring:
        found = MAP.cell_at(Point(*corner))
        sharing = [cell.code for cell in CELLS if corner in cell.ring]
        assert found is not None
        assert found.code == min(sharing)


def test_outside_the_box_there_is_no_cell() -> None:
    for point in (Point(109.9, 39.82), Point(110.0, 39.9), Point(0, 0)):
        assert MAP.cell_at(point) is None
