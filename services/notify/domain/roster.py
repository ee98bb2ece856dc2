"""Who works here, in which role, for which unit. No names: those are sealed elsewhere."""

from collections.abc import Iterable
from dataclasses import dataclass

from shared.values import covers

LEADER = "shift_leader"
OPERATOR = "operator"


@dataclass(frozen=True)
class Colleague:
    """One member of staff as rules know them; `orgunit` is the top of what they answer for."""

    ref: str
    roles: tuple[str, ...]
    orgunit: str


class Roster:
    """All staff."""

    def __init__(self, colleagues: Iterable[Colleague]) -> None:
        self._by_ref = {c.ref: c for c in sorted(colleagues, key=lambda c: c.ref)}

    def __contains__(self, ref: object) -> bool:
        return ref in self._by_ref

    def with_role(self, role: str, unit: str) -> tuple[str, ...]:
        """Return the staff of a role who answer for the unit, by reference."""
        return tuple(
            c.ref for c in self._by_ref.values() if role in c.roles and covers(c.orgunit, unit)
        )

    def instead(self, unit: str, apart: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Return who is told when nobody else is: shift leaders of the unit, then operators.

        Operators answer wherever they belong, so that an event from nowhere is told to somebody.
        Those `apart` are not told in any case.
        """
        operators = (c.ref for c in self._by_ref.values() if OPERATOR in c.roles)
        leaders = [ref for ref in self.with_role(LEADER, unit) if ref not in apart]
        return tuple(leaders or (ref for ref in operators if ref not in apart))

    def vacant(self, roles: Iterable[str]) -> tuple[str, ...]:
        """Return the roles that nobody at all holds; none is right."""
        held = {role for c in self._by_ref.values() for role in c.roles}
        return tuple(sorted(set(roles) - held))

    def roles_without(self, roles: Iterable[str], unit: str) -> tuple[str, ...]:
        """Return the roles that nobody holds for the unit; none is right."""
        return tuple(role for role in sorted(set(roles)) if not self.with_role(role, unit))
