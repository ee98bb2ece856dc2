"""What one matter (一件事) needs from outside."""

from collections.abc import Sequence
from typing import Protocol

from services.intake.domain.bundle.bundle import Bundle
from services.intake.domain.bundle.matter import Matter
from shared.storage.ports import Repository, Scalar


class Matters(Protocol):
    """The matters of the catalogue: fixed while the service runs."""

    def get(self, code: str) -> Matter:
        """Return the matter; raise `Invalid` (field ``matter``) where there is none."""
        ...

    def known(self, code: str) -> Matter:
        """Return the matter for a reader; raise `NotFound`."""
        ...

    def every(self) -> Sequence[Matter]:
        """Return all matters in the file's order."""
        ...


class BundleWork(Protocol):
    """One message's view of bundles."""

    @property
    def matters(self) -> Matters:
        """The matters of the catalogue."""
        ...

    @property
    def bundles(self) -> Repository[Bundle]:
        """Bundles; announced."""
        ...


class Bundles(Protocol):
    """Committed bundles, for lists; never for deciding."""

    async def page(
        self, scope: str, *, after: str | None, limit: int, **equals: Scalar
    ) -> list[Bundle]:
        """Return bundles of the organisations below `scope`, by id, after `after`."""
        ...
