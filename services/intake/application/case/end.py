"""How an application ends without a decision, and how a decided one reaches the applicant."""

from dataclasses import dataclass

from services.intake.application.case.keeping import keep
from services.intake.application.catalogue.items import find_item_of
from services.intake.application.counter.agency import permit
from services.intake.application.ports import Work
from services.intake.domain.case.case import Case
from services.intake.domain.case.endings import archived, revoked, uncorrected
from services.intake.domain.case.grounds import RevocationGround
from services.intake.domain.case.parts import Revocation
from services.intake.domain.case.states import Command
from services.intake.domain.catalogue.policies import CorrectionLapse
from services.intake.domain.counter.authorisations import Act, must_not_judge
from shared.events.intake import (
    ApplicationRefused,
    ApplicationReturned,
    ApplicationWithdrawn,
    ResultDelivered,
)
from shared.events.intake_lifecycle import ApplicationArchived, ApprovalRevoked

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
    """The applicant gives it up, or an agent under an `authorisation`."""

    case: str
    reasons: str
    authorisation: str | None = None


@dataclass(frozen=True)
class RevokeApproval:
    """The authority that may revoke has done so, on a ground of XKF 69."""

    case: str
    authority: str
    ground: RevocationGround
    basis: str
    reasons: str
    by: str


async def refuse_application(command: RefuseApplication, work: Work) -> Case:
    """不受理 or 不予受理, by a clerk who is not the applicant's agent."""
    case = await work.cases.get(command.case)
    must_not_judge(case.agent, work.cause.actor)
    refused = case.refuse(_GROUNDS[command.ground], command.reasons, work.now)
    return keep(refused, ApplicationRefused, work, ground=command.ground, reasons=command.reasons)


async def deliver_result(key: str, work: Work, *, authorisation: str | None = None) -> Case:
    """送达: to the applicant, or to an agent who collects it under an `authorisation`."""
    case = await work.cases.get(key)
    await permit(case, Act.COLLECT, work, authorisation)
    return keep(case.deliver(work.now), ResultDelivered, work)


async def withdraw_application(command: WithdrawApplication, work: Work) -> Case:
    """撤回."""
    case = await work.cases.get(command.case)
    await permit(case, Act.WITHDRAW, work, command.authorisation)
    withdrawn = case.withdraw(command.reasons, work.now)
    return keep(withdrawn, ApplicationWithdrawn, work, reasons=command.reasons)


def end_uncorrected(case: Case, work: Work) -> Case:
    """What was missing was not handed in within the item's limit: 退件 or 视为撤回."""
    item = find_item_of(case, work)
    policy = item.correction_lapse if item else CorrectionLapse.RETURNED
    over = uncorrected(case, policy, work.now)
    if policy is CorrectionLapse.RETURNED:
        return keep(over, ApplicationReturned, work, missing=case.missing)
    return keep(over, ApplicationWithdrawn, work, reasons=over.because, deemed=True)


async def archive(key: str, work: Work) -> Case:
    """归档."""
    case = await work.cases.get(key)
    return keep(archived(case), ApplicationArchived, work)


async def revoke_approval(command: RevokeApproval, work: Work) -> Case:
    """撤销: what was approved is taken back by the authority that may; no agent records it."""
    case = await work.cases.get(command.case)
    must_not_judge(case.agent, command.by)
    revocation = Revocation(
        command.authority, command.ground, command.basis, command.reasons, command.by, work.now
    )
    return keep(
        revoked(case, revocation),
        ApprovalRevoked,
        work,
        authority=revocation.authority,
        ground=revocation.ground,
        basis=revocation.basis,
        reasons=revocation.reasons,
        by=revocation.by,
    )
