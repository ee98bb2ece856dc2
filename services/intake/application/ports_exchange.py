"""What exchange with other platforms needs from outside."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from services.intake.domain.exchange import Given, Row, Table, Value
from shared.storage.listing import Place


class TableName(Protocol):
    """A table of another platform."""

    @property
    def name(self) -> str:
        """What that platform calls it."""
        ...


class ExchangeProfile(Protocol):
    """Another platform's names, formats and codes."""

    @property
    def id(self) -> str:
        """What the profile is called."""
        ...

    @property
    def data_source(self) -> str:
        """Our number among those who report, 3 digits."""
        ...

    @property
    def seal_to(self) -> str | None:
        """The partner to whose key applicants are sealed; None: none leaves."""
        ...

    @property
    def applicant(self) -> Mapping[str, str]:
        """Our personal fields → theirs."""
        ...

    @property
    def tables(self) -> Mapping[Table, TableName]:
        """All five tables."""
        ...

    def written(self, row: Row) -> Mapping[str, str]:
        """Return a row in their words."""
        ...

    def read(self, table: Table, given: Given) -> Mapping[str, Value]:
        """Return a row of theirs in our words; raise `Invalid` naming their field."""
        ...


class ExchangeProfiles(Protocol):
    """The profiles that were loaded."""

    def get(self, name: str) -> ExchangeProfile:
        """Return a profile; raise `NotFound` naming those there are."""
        ...


class Changes(Protocol):
    """Which applications changed, in an order in which none is passed over."""

    async def since(
        self, scope: str, now: datetime, *, after: Place | None, limit: int
    ) -> Sequence[Place]:
        """Return the places of applications that changed after a place."""
        ...
