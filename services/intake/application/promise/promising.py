"""What a promise (容缺) asks for at the acceptance, and what time makes of it."""

from dataclasses import replace
from typing import Any

from services.intake.application.case.keeping import keep, keep_in_state
from services.intake.application.exchange.hand_over import note_answer
from services.intake.application.ports import Work
from services.intake.domain.case.case import Case
from services.intake.domain.case.endings import consequence
from services.intake.domain.case.records import BrokenPromise
from services.intake.domain.catalogue.item import Item
from services.intake.domain.catalogue.policies import LapsePolicy
from services.intake.domain.promise.deficiency import has_lapsed, lapsed, promised
from shared.events.intake import ApplicationDecided, ApplicationWithdrawn, CaseEvent
from shared.events.intake_lifecycle import (
    AcceptanceRevoked,
    ApplicationTerminated,
    PromiseLapsed,
    PromiseMade,
)

_CONSEQUENCES: dict[LapsePolicy, type[CaseEvent]] = {
    LapsePolicy.DEEMED_WITHDRAWN: ApplicationWithdrawn,
    LapsePolicy.ACCEPTANCE_REVOKED: AcceptanceRevoked,
    LapsePolicy.REJECTED: ApplicationDecided,
    LapsePolicy.TERMINATED: ApplicationTerminated,
}


async def is_barred(case: Case, work: Work) -> bool:
    """Tell whether the applicant broke a promise and has not made it good; no gate, no look."""
    if not work.credit_gate or case.applicant is None:
        return False
    return await work.broken_promises.find(case.applicant) is not None


async def unless_barred(case: Case, work: Work) -> Case:
    """Return the application without what was promised, where nothing may be promised now."""
    if not case.promised or not await is_barred(case, work):
        return case
    return replace(case, commitment=None)


def keep_promise(case: Case, item: Item, work: Work) -> Case:
    """容缺承诺: what was accepted with papers to follow gets their dates, clocks and receipt."""
    bound = promised(case, item, work.now, work.calendars.of(case.orgunit))
    if bound.promise is None or bound is case:
        return case
    return keep_in_state(
        bound,
        PromiseMade,
        work,
        papers=[vars(term) for term in bound.promise.papers],
        consequence=bound.promise.consequence,
        signature=bound.promise.signature,
    )


async def lapse_if_due(case: Case, code: str, work: Work) -> Case:
    """失信: a promised paper that is overdue has the consequence that was signed."""
    if not has_lapsed(case, code, work.now):
        return case
    broken = lapsed(case, code)
    policy = broken.promise.consequence if broken.promise else LapsePolicy.DEEMED_WITHDRAWN
    broken = keep_in_state(broken, PromiseLapsed, work, paper=code, consequence=policy)
    await _remember(broken, work)
    ended = consequence(broken, work.now)
    await note_answer(ended, "withdrawn", work)
    said: dict[str, Any] = {"reasons": ended.because}
    if ended.decision and policy is LapsePolicy.REJECTED:
        said |= {"outcome": ended.decision.outcome, "decided_by": ended.decision.by}
        said["ground"] = ended.decision.ground
    if policy is LapsePolicy.DEEMED_WITHDRAWN:
        said["deemed"] = True
    return keep(ended, _CONSEQUENCES[policy], work, **said)


async def _remember(case: Case, work: Work) -> None:
    if work.credit_gate and case.applicant and not await is_barred(case, work):
        work.broken_promises.save(BrokenPromise(case.applicant, 0, case.id, work.now))
