"""Checking papers, and what follows from it: acceptance, hand-over, or the one-time notice."""

from dataclasses import asdict, dataclass
from datetime import datetime

from services.intake.application.agency import permit
from services.intake.application.keeping import keep
from services.intake.application.ports import Work
from services.intake.application.references import register
from services.intake.domain.authorisations import Act, must_be_apart
from services.intake.domain.case import Case
from services.intake.domain.item import Item
from services.intake.domain.papers import Paper
from shared.events.intake import (
    ApplicationAccepted,
    CorrectionRequested,
    CorrectionSubmitted,
    ReviewStarted,
)
from shared.events.parts import JobWish


@dataclass(frozen=True)
class AcceptApplication:
    """A clerk accepts; `promised` papers follow under a signed promise."""

    case: str
    promised: tuple[str, ...] = ()


@dataclass(frozen=True)
class RequestCorrection:
    """A clerk names what is missing."""

    case: str
    missing: tuple[str, ...]


@dataclass(frozen=True)
class SubmitCorrection:
    """The applicant hands in what was missing."""

    case: str
    papers: tuple[Paper, ...]
    promised: tuple[str, ...] = ()


async def accept_application(command: AcceptApplication, work: Work) -> Case:
    """受理 by a clerk who is not the applicant's agent."""
    case = await work.cases.get(command.case)
    must_be_apart(case.agent, work.cause.actor)
    item = work.items.get(case.item_code)
    item.must_list(command.promised, "promised_papers")
    return await _accepted(case.with_papers(item, (), command.promised), item, work)


async def request_correction(command: RequestCorrection, work: Work) -> Case:
    """一次性告知 by a clerk; nothing outside the item's list may be asked."""
    case = await work.cases.get(command.case)
    work.items.get(case.item_code).must_list(command.missing, "missing")
    return _noticed(case, command.missing, work)


async def submit_correction(command: SubmitCorrection, work: Work) -> Case:
    """补正: received again and checked again."""
    case = await work.cases.get(command.case)
    item = work.items.get(case.item_code)
    item.must_list(tuple(paper.code for paper in command.papers), "papers")
    await permit(case, Act.CORRECT, work)
    case = keep(
        case.submit_correction(item, command.papers, command.promised),
        CorrectionSubmitted,
        work,
        papers=[paper.code for paper in command.papers],
    )
    return await check_papers(case, item, work)


async def check_papers(case: Case, item: Item, work: Work) -> Case:
    """Accept what is complete; name all that is missing, once; else a clerk looks at it."""
    if item.checked_by_staff:
        return case
    missing = case.findings(item).missing
    if not missing:
        return await _accepted(case, item, work)
    return case if case.was_notified else _noticed(case, missing, work)


def _noticed(case: Case, missing: tuple[str, ...], work: Work) -> Case:
    noticed = case.request_correction(missing, work.now)
    return keep(noticed, CorrectionRequested, work, missing=missing)


async def accept_by_silence(case: Case, since: datetime, work: Work) -> Case:
    """视为受理: nobody said anything in time, so it counts as accepted since the papers came."""
    item = work.items.get(case.item_code)
    return await _announced(case.accept_by_silence(item, since), item, work, by_silence=True)


async def _accepted(case: Case, item: Item, work: Work) -> Case:
    return await _announced(case.accept(item, work.now), item, work)


async def _announced(case: Case, item: Item, work: Work, *, by_silence: bool = False) -> Case:
    accepted = keep(
        case,
        ApplicationAccepted,
        work,
        deficient=case.deficient,
        missing=case.missing,
        wish=JobWish.model_validate(asdict(case.wish)) if case.wish else None,
        accepted_at=case.accepted_at,
        by_silence=by_silence,
    )
    return accepted if item.partner is None else await _handed_over(accepted, item.partner, work)


async def _handed_over(case: Case, partner: str, work: Work) -> Case:
    # The partner answers by the submitting system's number where there is one, else by ours.
    await register(partner, case.project_no, case, work)
    if case.origin.reference:
        await register(partner, case.origin.reference, case, work)
    return keep(case.start_review(partner), ReviewStarted, work, handed_to=partner)
