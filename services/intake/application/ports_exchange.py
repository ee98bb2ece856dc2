"""What exchange with other platforms needs from outside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from services.intake.domain.exchange.exchange import Given, Row, Table
from services.intake.domain.exchange.exchange_process import Value
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

    def called(self, table: Table, ours: str) -> str:
        """Return their name for a field of ours; ours where they have none."""
        ...


class ExchangeProfiles(Protocol):
    """The profiles that were loaded."""

    def get(self, name: str) -> ExchangeProfile:
        """Return a profile; raise `NotFound` naming those there are."""
        ...


@dataclass(frozen=True)
class Change:
    """An application that changed, or whose rating did, and where that stands in the order."""

    place: Place
    case: str


class Changes(Protocol):
    """Which applications changed, in an order in which none is passed over."""

    async def since(
        self, scope: str, now: datetime, *, after: Place | None, limit: int
    ) -> Sequence[Change]:
        """Return the applications that changed, or were rated, after a place."""
        ...
