"""The trail of an application: what happened, when, and in what role somebody did it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

SYSTEM = "system"
PARTNER = "partner"
STAFF = "staff"


@dataclass(frozen=True)
class Step:
    """One announced step; `id` is ``<case>:<its version then>``, so that steps stand in order.

    `event` is the type without its frame, such as ``application.received``; `by` the roles of who
    did it (``clerk``), or ``system``, ``grid``, ``partner``; `said` what the event told, as codes
    and words; `papers` the codes of papers it named.
    """

    id: str
    version: int
    at: datetime
    event: str
    by: tuple[str, ...]
    said: Mapping[str, str]
    papers: tuple[str, ...] = ()

    @staticmethod
    def key(case: str, version: int) -> str:
        """Return the id of the step that made this version."""
        return f"{case}:{version:06d}"


def in_what_role(actor: str, roles: tuple[str, ...]) -> tuple[str, ...]:
    """Return the roles of an actor; without a token's, it is the system, the grid or a partner."""
    if roles:
        return roles
    if actor.startswith("stf_"):
        return (STAFF,)
    return (actor,) if actor in {SYSTEM, "grid"} else (PARTNER,)
