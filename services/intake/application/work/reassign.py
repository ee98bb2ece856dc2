"""Somebody is on leave: what is in hand goes to a colleague, or back to its queue (改派)."""

from dataclasses import dataclass

from services.intake.application.case.keeping import keep_in_state
from services.intake.application.ports import Work
from services.intake.domain.case.case import Case
from services.intake.domain.work.claims import reassigned
from shared.events.intake_work import CaseReassigned
from shared.values import Refusal


@dataclass(frozen=True)
class ReassignCases:
    """Move these applications from `giver` to `receiver`; None puts them back in their queues."""

    cases: tuple[str, ...]
    giver: str
    receiver: str | None
    reason: str
    by: str


@dataclass(frozen=True)
class Reassigned:
    """What was moved, and what was not and why: each application moves whole or not at all."""

    moved: tuple[Case, ...]
    kept: tuple[tuple[Case, Refusal], ...]


async def reassign_cases(command: ReassignCases, work: Work) -> Reassigned:
    """改派, each application by itself, with an event each."""
    moved, kept = [], []
    for key in command.cases:
        case = await work.cases.get(key)
        try:
            given = reassigned(case, command.giver, command.receiver)
        except Refusal as refusal:
            kept.append((case, refusal))
            continue
        said = {"from_staff": command.giver, "to_staff": command.receiver, "by": command.by}
        queue = case.claimed_in
        moved.append(
            keep_in_state(given, CaseReassigned, work, queue=queue, reason=command.reason, **said)
        )
    return Reassigned(tuple(moved), tuple(kept))
