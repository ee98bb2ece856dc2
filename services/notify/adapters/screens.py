"""What overseers read: the history of notifications, and escalations."""

from services.notify.adapters.mongo import (
    ATTEMPTS,
    DELIVERIES,
    ESCALATIONS,
    NOTIFICATIONS,
    missing,
)
from services.notify.application.screens import Trace
from services.notify.domain.deliveries import Delivery, attempt_id
from services.notify.domain.escalations import Escalation
from shared.ids import derive
from shared.storage.ports import Scalar, Store
from shared.storage.scoped import scoped_page


class StoredHistory:
    """`History` over the store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def trace(self, id_: str) -> Trace:
        """Return one notification with its deliveries and attempts, all by derived keys."""
        found = await self._store.load(NOTIFICATIONS.name, [id_])
        if id_ not in found:
            raise missing(id_)
        notification = NOTIFICATIONS.decode(found[id_])
        keys = [f"dlv_{derive(id_, channel)}" for channel in notification.channels]
        rows = await self._store.load(DELIVERIES.name, keys)
        deliveries = tuple(DELIVERIES.decode(rows[key]) for key in keys if key in rows)
        tries = [attempt_id(d.id, n + 1) for d in deliveries for n in range(d.attempts)]
        made = await self._store.load(ATTEMPTS.name, tries)
        attempts = tuple(ATTEMPTS.decode(made[key]) for key in tries if key in made)
        return Trace(notification, deliveries, attempts)

    async def deliveries(
        self, outcome: str | None, scope: str, *, after: str | None, limit: int
    ) -> list[Delivery]:
        """Return deliveries within a scope, by id."""
        equals: dict[str, Scalar] = {} if outcome is None else {"outcome": outcome}
        return await scoped_page(
            self._store, DELIVERIES, scope, after=after, limit=limit, equals=equals
        )


class StoredEscalations:
    """`Escalations` over the store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def one(self, id_: str) -> Escalation:
        """Return one; raise `NotFound`."""
        found = await self._store.load(ESCALATIONS.name, [id_])
        if id_ not in found:
            raise missing(id_)
        return ESCALATIONS.decode(found[id_])

    async def within(
        self, scope: str, state: str | None, *, after: str | None, limit: int
    ) -> list[Escalation]:
        """Return those of a scope, by id."""
        equals: dict[str, Scalar] = {} if state is None else {"state": state}
        return await scoped_page(
            self._store, ESCALATIONS, scope, after=after, limit=limit, equals=equals
        )
