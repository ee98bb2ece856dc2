"""Chains: who is told next while nobody acknowledges."""

from collections.abc import Iterable
from dataclasses import dataclass

from services.notify.domain.roster import Roster
from shared.calendar import Limit


@dataclass(frozen=True)
class Link:
    """One step: the holders of a role, or one named person, and their time to acknowledge."""

    within: Limit
    role: str | None = None
    staff: str | None = None

    def holders(self, roster: Roster, unit: str) -> tuple[str, ...]:
        """Return who that is for a unit; nobody for a role that is not filled."""
        if self.staff is not None:
            return (self.staff,)
        return roster.with_role(self.role or "", unit)


@dataclass(frozen=True)
class Rung:
    """One step as copied into an escalation: people, no roles."""

    staff: tuple[str, ...]
    within: Limit


@dataclass(frozen=True)
class Chain:
    """Those whom a rule tells have the time `within`; then come the links, in order.

    Args:
        id: its name.
        within: the time of those who are told first.
        links: the last one is a named duty holder, so that no chain ends in nobody.
        until: types of events about the same matter that make it moot.
        part: the member that names which part of the matter it is about, where there are several.
    """

    id: str
    within: Limit
    links: tuple[Link, ...]
    until: tuple[str, ...] = ()
    part: str | None = None

    def __post_init__(self) -> None:
        if not self.links or self.links[-1].staff is None:
            raise ValueError(f"chain {self.id} does not end at a named duty holder")

    @property
    def roles(self) -> frozenset[str]:
        """The roles that it counts on."""
        return frozenset(link.role for link in self.links if link.role is not None)

    def copied(self, first: Iterable[str], roster: Roster, unit: str) -> tuple[Rung, ...]:
        """Return the steps by name as of now; a role that nobody holds is passed over at once."""
        found = (Rung(link.holders(roster, unit), link.within) for link in self.links)
        return (Rung(tuple(first), self.within), *(rung for rung in found if rung.staff))
