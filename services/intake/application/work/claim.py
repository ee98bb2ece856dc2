"""Taking an application in hand, and putting it back (认领, 放回)."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from services.intake.application.case.keeping import keep_in_state
from services.intake.application.ports import Work
from services.intake.domain.case.case import Case
from services.intake.domain.work.claims import claimed, released
from shared.events.intake_work import CaseClaimed, CaseReleased


@dataclass(frozen=True)
class ClaimCase:
    """A member of staff takes it; `roles` are what he or she holds."""

    case: str
    by: str
    roles: AbstractSet[str]


@dataclass(frozen=True)
class ReleaseCase:
    """The one who has it puts it back."""

    case: str
    by: str


async def claim_case(command: ClaimCase, work: Work) -> Case:
    """认领. Claiming again what is one's own changes nothing."""
    case = await work.cases.get(command.case)
    taken = claimed(case, command.by, command.roles)
    if taken == case:
        return case
    return keep_in_state(taken, CaseClaimed, work, queue=taken.claimed_in, by=command.by)


async def release_case(command: ReleaseCase, work: Work) -> Case:
    """放回."""
    case = await work.cases.get(command.case)
    back = released(case, command.by)
    return keep_in_state(back, CaseReleased, work, queue=case.claimed_in, by=command.by)
