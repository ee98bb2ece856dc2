"""预受理: what came online is looked at, and counts as received or goes back with reasons."""

from dataclasses import dataclass

from services.intake.application.check import check_papers, receive_submitted
from services.intake.application.items import item_of
from services.intake.application.keeping import keep
from services.intake.application.ports import Work
from services.intake.domain.case import Case
from services.intake.domain.endings import pre_rejected
from shared.events.intake_lifecycle import ApplicationPreRejected


@dataclass(frozen=True)
class PreReject:
    """A clerk does not take it in."""

    case: str
    reasons: str


async def pre_accept(key: str, work: Work) -> Case:
    """预受理通过: received, and its papers are checked."""
    case = await work.cases.get(key)
    return await check_papers(receive_submitted(case, work), item_of(case, work), work)


async def pre_reject(command: PreReject, work: Work) -> Case:
    """预审不通过."""
    case = await work.cases.get(command.case)
    rejected = pre_rejected(case, command.reasons, work.now)
    return keep(rejected, ApplicationPreRejected, work, reasons=command.reasons)
