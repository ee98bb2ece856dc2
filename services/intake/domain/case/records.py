"""Small records by which an application is found or numbered."""

from dataclasses import dataclass, replace
from datetime import datetime

PROJECT = "project"
"""The register of our own numbers, beside those of partners."""
RECEIPT = "receipt-code"
"""The register of the codes that applicants ask by; no partner is called so."""


@dataclass(frozen=True)
class Reference:
    """``<register>:<number>`` → case, so that one number in one register is one application."""

    id: str
    version: int
    case: str

    @staticmethod
    def key(register: str, number: str) -> str:
        """Return the id under which a number is registered."""
        return f"{register}:{number}"


@dataclass(frozen=True)
class DailyNumber:
    """The last number given on a day; id is the day, ``yyyymmdd``."""

    id: str
    version: int
    last: int = 0

    def following(self) -> "DailyNumber":
        """Return the record after one more number."""
        return replace(self, last=self.last + 1)

    @property
    def project_no(self) -> str:
        """办件编号: the day and six digits."""
        return f"{self.id}{self.last:06d}"


@dataclass(frozen=True)
class BrokenPromise:
    """One fact and no score: this person (`id`) broke a promise; removed once it is made good."""

    id: str
    version: int
    case: str
    at: datetime


@dataclass(frozen=True)
class ImportedRow:
    """``<partner>:<row_guid>`` → the latest version of that row which was taken in."""

    id: str
    version: int
    row_version: int = 0
