"""The map on MongoDB: cells as GeoJSON polygons under a 2dsphere index."""

import asyncio
from collections.abc import Callable, Sequence

from services.grid.adapters.mongo import CELLS
from services.grid.domain.cell import Cell, chosen, nearest
from shared.storage.mongo import MongoStore
from shared.storage.mongo_errors import outside_transactions
from shared.storage.ports import BLIND, Changes, Conflict, Document, StoreAway, Write
from shared.values import Invalid, Point

_MOST_ANSWERS = 20_000


class MongoMap:
    """`GridMap`: asks the store which cells a point touches, once for each point.

    Edges are geodesics there, so the border of the whole map bends by centimetres: a point of its
    box that no cell touches belongs to the nearest. Answers are kept, because the map stands still
    and a batch that is decided again must not ask for each of its points again.

    Args:
        cells: the map's content; written to the store before the first question, again and again
            without harm.
        store: gives the store, which is made after the map.
    """

    def __init__(self, cells: Sequence[Cell], store: Callable[[], MongoStore]) -> None:
        self._cells = {cell.code: cell for cell in cells}
        self._store = store
        self._loaded = False
        self._loading = asyncio.Lock()
        self._answers: dict[Point, Cell | None] = {}

    async def cell_at(self, point: Point) -> Cell | None:
        """Return the cell of a point; None outside the map."""
        if point not in self._answers:
            answer = await self._asked(point)
            if len(self._answers) >= _MOST_ANSWERS:
                self._answers.clear()
            self._answers[point] = answer
        return self._answers[point]

    def cell(self, code: str) -> Cell:
        """Return a cell by code; raise `Invalid` for an unknown one."""
        return known(self._cells, code)

    def cells(self) -> Sequence[Cell]:
        """Return all cells, by code."""
        return tuple(self._cells.values())

    async def _asked(self, point: Point) -> Cell | None:
        await self._load()
        where = {"type": "Point", "coordinates": [point.lng, point.lat]}
        touching = {"shape": {"$geoIntersects": {"$geometry": where}}}
        with outside_transactions():
            cursor = self._store().database[CELLS].find(touching, {"_id": 1})
            rows = await cursor.to_list(length=None)
        found = chosen(self._cells[row["_id"]] for row in rows if row["_id"] in self._cells)
        return found or nearest(self._cells.values(), point)

    async def _load(self) -> None:
        async with self._loading:
            if not self._loaded:
                await self._write()
                self._loaded = True

    async def _write(self) -> None:
        writes = [Write(cell.code, _document(cell), BLIND) for cell in self._cells.values()]
        store = self._store()
        transaction = await store.begin()
        try:
            await transaction.write(Changes({CELLS: writes}))
            await transaction.commit()
        except Conflict as error:
            raise StoreAway("another replica writes the map at this moment") from error
        finally:
            await transaction.abort()
        rows = await store.page(CELLS, {}, after=None, limit=100_000)
        await store.remove(CELLS, [row["_id"] for row in rows if row["_id"] not in self._cells])


def known(cells: dict[str, Cell], code: str) -> Cell:
    """Return a cell by code; raise `Invalid` for an unknown one."""
    if code not in cells:
        raise Invalid(
            "unknown-cell",
            "没有这个网格，请从网格列表中选择。",
            "There is no such cell; choose one from the list of cells.",
            field="cell",
        )
    return cells[code]


def _document(cell: Cell) -> Document:
    ring = [list(corner) for corner in cell.ring]
    return {"_id": cell.code, "version": 1, "shape": {"type": "Polygon", "coordinates": [ring]}}
