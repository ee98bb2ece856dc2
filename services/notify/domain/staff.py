"""Staff as the roster file gives them, and as they are kept: sealed."""

from dataclasses import dataclass

from services.notify.domain.roster import Colleague


@dataclass(frozen=True, repr=False)
class Member:
    """One line of the roster file; not printable, because name and address are personal data."""

    ref: str
    name: str
    email: str
    roles: tuple[str, ...]
    orgunit: str

    @property
    def colleague(self) -> Colleague:
        """What rules may know."""
        return Colleague(self.ref, self.roles, self.orgunit)


@dataclass(frozen=True, repr=False)
class Contact:
    """What a mail needs; not printable."""

    name: str
    email: str


@dataclass(frozen=True)
class Staff:
    """A member of staff as stored: name and address sealed to a key of their own."""

    id: str
    version: int
    sealed: str


@dataclass(frozen=True)
class StaffKey:
    """The wrapped key of one member; without it, `Staff.sealed` is unreadable for ever."""

    id: str
    version: int
    wrapped: str
