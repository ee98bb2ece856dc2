"""预受理: what came online is looked at, and counts as received or goes back with reasons."""

from dataclasses import dataclass

from services.intake.application.case.check import check_papers, receive_submitted
from services.intake.application.case.keeping import keep
from services.intake.application.catalogue.items import item_of
from services.intake.application.ports import Work
from services.intake.domain.case.case import Case
from services.intake.domain.case.endings import pre_rejected
from services.intake.domain.counter.authorisations import must_not_judge
from shared.events.intake_lifecycle import ApplicationPreRejected


@dataclass(frozen=True)
class PreReject:
    """A clerk does not take it in."""

    case: str
    reasons: str


async def pre_accept(key: str, work: Work) -> Case:
    """预受理通过, not by the applicant's agent: received, and its papers are checked."""
    case = await work.cases.get(key)
    must_not_judge(case.agent, work.cause.actor)
    return await check_papers(receive_submitted(case, work), item_of(case, work), work)


async def pre_reject(command: PreReject, work: Work) -> Case:
    """预审不通过, not by the applicant's agent either."""
    case = await work.cases.get(command.case)
    must_not_judge(case.agent, work.cause.actor)
    rejected = pre_rejected(case, command.reasons, work.now)
    return keep(rejected, ApplicationPreRejected, work, reasons=command.reasons)
