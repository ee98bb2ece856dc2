"""The result of a reconciliation: figures, and in words what is wrong."""

from collections.abc import Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Reckoning:
    """The result; `findings` says in words what is lost, doubled, reordered, dead or exposed.

    Args:
        published: the partners' records, and what became of them: handled, quarantined, skipped.
        lost: records, rows, hearings and versions without a trace.
        doubled: what happened twice, mails included.
        reordered: versions that stand on the bus after a later one.
        dead: messages on which a service of ours failed.
        exposed: stored fields that hold what may not be there in the clear, or not at all.
        findings: one line for each of these.
    """

    published: int
    handled: int
    quarantined: int
    skipped: int
    lost: int
    doubled: int
    reordered: int
    dead: int
    exposed: int = 0
    findings: tuple[str, ...] = ()

    @property
    def clean(self) -> bool:
        """Whether every record is accounted for once and in order, and nothing of ours failed."""
        accounted = self.handled + self.quarantined + self.skipped
        wrong = self.lost or self.doubled or self.reordered or self.dead or self.exposed
        return not wrong and accounted == self.published

    def with_more(
        self, lost: Sequence[str] = (), doubled: Sequence[str] = (), exposed: Sequence[str] = ()
    ) -> "Reckoning":
        """Return it with what others found, who looked at other things than books and bus."""
        return replace(
            self,
            lost=self.lost + len(lost),
            doubled=self.doubled + len(doubled),
            exposed=self.exposed + len(exposed),
            findings=(*lost, *doubled, *exposed, *self.findings),
        )
