"""Reading the register: always one complete generation, whatever is built or removed meanwhile."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from shared.events.catalogue import owned_by
from shared.register.rows import ROWS, Row, row_id
from shared.register.state import ID, STATE, State
from shared.register.views import RegisterView, TypeCount
from shared.storage.ports import Scalar, Store
from shared.storage.scoped import scoped_page
from shared.values import covers

T = TypeVar("T")


class Register:
    """The register of one service as its store holds it."""

    def __init__(self, service: str, store: Store) -> None:
        self._store = store
        self._types = [data.type for data in owned_by(service)]

    async def state(self) -> State:
        """Return where it stands; before its first event, an empty generation."""
        found = await self._store.load(STATE.name, [ID])
        return STATE.decode(found[ID]) if found else State()

    async def summary(self) -> RegisterView:
        """Return where it stands, with counts by the type of the last event."""

        async def count(generation: int) -> tuple[int, tuple[TypeCount, ...]]:
            whole = await self._store.count(ROWS.name, {"generation": generation})
            counts = [(type_, await self._count(generation, type_)) for type_ in self._types]
            return whole, tuple(TypeCount(type=t, count=n) for t, n in counts if n)

        state, (matters, types) = await self._of_one_generation(count)
        return RegisterView.of(state, matters, types)

    async def matters(
        self, scope: str, *, type_: str | None, orgunit: str | None, after: str | None, limit: int
    ) -> list[Row]:
        """Return rows by subject, within a scope and an organisation in it, after a subject."""
        within = scope if orgunit is None or covers(orgunit, scope) else orgunit
        if not covers(scope, within):
            return []

        async def page(generation: int) -> list[Row]:
            equals: dict[str, Scalar] = {"generation": generation}
            return await scoped_page(
                self._store,
                ROWS,
                within,
                after=row_id(generation, after or ""),
                limit=limit,
                equals=equals if type_ is None else {**equals, "type": type_},
            )

        return (await self._of_one_generation(page))[1]

    async def _count(self, generation: int, type_: str) -> int:
        return await self._store.count(ROWS.name, {"generation": generation, "type": type_})

    async def _of_one_generation(self, ask: Callable[[int], Awaitable[T]]) -> tuple[State, T]:
        # Rows go only after another generation serves: what served before and after was whole.
        before = await self.state()
        while True:
            answer = await ask(before.serving.number)
            after = await self.state()
            if after.serving.number == before.serving.number:
                return after, answer
            before = after
