"""申请撤件: the applicant asks for an application back while it is reviewed."""

from dataclasses import dataclass

from services.intake.application.case.keeping import keep
from services.intake.application.counter.agency import permit
from services.intake.application.exchange.hand_over import note_answer
from services.intake.application.ports import Work
from services.intake.domain.case.case import Case
from services.intake.domain.case.endings import recall_granted, recall_refused, recall_requested
from services.intake.domain.counter.authorisations import Act, must_not_judge
from shared.events.intake import ApplicationWithdrawn
from shared.events.intake_lifecycle import RecallRefused, RecallRequested


@dataclass(frozen=True)
class RecallStep:
    """It is asked back, perhaps by an agent under an `authorisation`, or that is refused."""

    case: str
    reasons: str
    authorisation: str | None = None


async def request_recall(command: RecallStep, work: Work) -> Case:
    """申请撤件."""
    case = await work.cases.get(command.case)
    await permit(case, Act.WITHDRAW, work, command.authorisation)
    asked = recall_requested(case, command.reasons)
    return keep(asked, RecallRequested, work, reasons=command.reasons)


async def grant_recall(key: str, work: Work) -> Case:
    """同意撤件: a reviewer stops the review."""
    case = await work.cases.get(key)
    must_not_judge(case.agent, work.cause.actor)
    await note_answer(case, "withdrawn", work)
    given = recall_granted(case, work.now)
    return keep(given, ApplicationWithdrawn, work, reasons=case.because, recalled=True)


async def refuse_recall(command: RecallStep, work: Work) -> Case:
    """不同意撤件: the review goes on where it was."""
    case = await work.cases.get(command.case)
    must_not_judge(case.agent, work.cause.actor)
    back = recall_refused(case, command.reasons, work.now)
    return keep(back, RecallRefused, work, reasons=command.reasons)
