"""Who is on duty where."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from shared.values import Invalid


@dataclass(frozen=True)
class Roster:
    """The shift leader, and the worker of each cell (code → staff reference)."""

    leader: str
    workers: Mapping[str, str] = field(default_factory=dict)

    def responsible(self, cell: str | None) -> str:
        """Return the cell's worker; the leader where there is no cell or nobody for it."""
        return self.workers.get(cell or "", self.leader)

    def check(self, worker: str) -> None:
        """Raise `Invalid` for somebody who is not on duty."""
        if worker != self.leader and worker not in self.workers.values():
            raise Invalid(
                "not-on-the-roster",
                "该人员不在值班表上，请从值班表中选择。",
                "This member of staff is not on the roster; choose somebody who is.",
                field="worker",
            )
