"""The map in memory: the same promise as MongoDB's, shown by the same contract suite."""

from collections.abc import Sequence

from services.grid.adapters.mongo_map import known
from services.grid.domain.cell import Cell, chosen, nearest
from shared.values import Point


class PlainMap:
    def __init__(self, cells: Sequence[Cell]) -> None:
        self._cells = {cell.code: cell for cell in cells}

    async def cell_at(self, point: Point) -> Cell | None:
        touching = (cell for cell in self._cells.values() if cell.touches(point))
        return chosen(touching) or nearest(self._cells.values(), point)

    def cell(self, code: str) -> Cell:
        return known(self._cells, code)

    def cells(self) -> Sequence[Cell]:
        return tuple(self._cells.values())
