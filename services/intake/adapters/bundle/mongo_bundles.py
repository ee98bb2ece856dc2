"""The collection of bundles, and its lists."""

from services.intake.domain.bundle.bundle import Bundle
from shared.storage.ports import Scalar, Store
from shared.storage.scoped import scoped_page
from shared.storage.work import Kind


def _derived(bundle: Bundle) -> dict[str, str]:
    return {"state": bundle.stand.state.value}


BUNDLES = Kind("bundles", Bundle, beside=_derived)


class StoredBundles:
    """`Bundles` over the store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def page(
        self, scope: str, *, after: str | None, limit: int, **equals: Scalar
    ) -> list[Bundle]:
        """Return bundles of the organisations below `scope`, by id."""
        return await scoped_page(
            self._store, BUNDLES, scope, after=after, limit=limit, equals=equals
        )
