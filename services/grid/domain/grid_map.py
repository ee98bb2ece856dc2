"""The map of the sub-district: which cell a point lies in, answered in the process."""

from collections.abc import Iterable, Sequence

from services.grid.domain.cell import Box, Cell, chosen, nearest
from shared.values import Invalid, Point


class GridMap:
    """All cells.

    Every point inside the map's box has exactly one cell: on a border, of all that touch it, the
    one with the smallest code; where rounding leaves a gap, the nearest.

    Args:
        cells: the map's content.
    """

    def __init__(self, cells: Iterable[Cell]) -> None:
        self._cells = {cell.code: cell for cell in sorted(cells, key=lambda cell: cell.code)}
        self._boxed = [(cell.box, cell) for cell in self._cells.values()]
        self._box = Box.around(corner for cell in self._cells.values() for corner in cell.ring)

    def cell_at(self, point: Point) -> Cell | None:
        """Return the cell of a point; None outside the map."""
        if not self._box.holds(point):
            return None
        near = (cell for box, cell in self._boxed if box.holds(point) and cell.touches(point))
        return chosen(near) or nearest(self._cells.values(), point)

    def cell(self, code: str) -> Cell:
        """Return a cell by code; raise `Invalid` for an unknown one."""
        if code not in self._cells:
            raise Invalid(
                "unknown-cell",
                "没有这个网格，请从网格列表中选择。",
                "There is no such cell; choose one from the list of cells.",
                field="cell",
            )
        return self._cells[code]

    def cells(self) -> Sequence[Cell]:
        """Return all cells, by code."""
        return tuple(self._cells.values())
