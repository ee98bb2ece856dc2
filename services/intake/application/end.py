"""How an application ends without a decision, and how a decided one reaches the applicant."""

from dataclasses import dataclass

from services.intake.application.agency import permit
from services.intake.application.keeping import keep
from services.intake.application.ports import Work
from services.intake.domain.authorisations import Act, must_be_apart
from services.intake.domain.case import Case
from services.intake.domain.states import Command
from shared.events.intake import (
    ApplicationRefused,
    ApplicationReturned,
    ApplicationWithdrawn,
    ResultDelivered,
)

_GROUNDS = {
    "not-required": Command.REFUSE_NOT_REQUIRED,
    "out-of-competence": Command.REFUSE_OUT_OF_COMPETENCE,
}


@dataclass(frozen=True)
class RefuseApplication:
    """A clerk refuses; `ground` is ``not-required`` or ``out-of-competence``."""

    case: str
    ground: str
    reasons: str


@dataclass(frozen=True)
class WithdrawApplication:
    """The applicant gives it up."""

    case: str
    reasons: str


async def refuse_application(command: RefuseApplication, work: Work) -> Case:
    """不受理 or 不予受理, by a clerk who is not the applicant's agent."""
    case = await work.cases.get(command.case)
    must_be_apart(case.agent, work.cause.actor)
    refused = case.refuse(_GROUNDS[command.ground], work.now)
    return keep(refused, ApplicationRefused, work, ground=command.ground, reasons=command.reasons)


async def deliver_result(key: str, work: Work) -> Case:
    """送达."""
    case = await work.cases.get(key)
    await permit(case, Act.COLLECT, work)
    return keep(case.deliver(), ResultDelivered, work)


async def withdraw_application(command: WithdrawApplication, work: Work) -> Case:
    """撤回."""
    case = await work.cases.get(command.case)
    await permit(case, Act.WITHDRAW, work)
    return keep(case.withdraw(), ApplicationWithdrawn, work, reasons=command.reasons)


def return_uncorrected(case: Case, work: Work) -> Case:
    """退件: what was missing was not handed in within the item's limit."""
    return keep(case.return_uncorrected(), ApplicationReturned, work, missing=case.missing)
