"""Checking papers, and what follows from it: acceptance, hand-over, or the one-time notice."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime

from services.intake.application.case.keeping import keep
from services.intake.application.case.references import number_with
from services.intake.application.catalogue.items import item_of
from services.intake.application.counter.agency import permit
from services.intake.application.exchange.hand_over import hand_over
from services.intake.application.ports import Work
from services.intake.application.promise.promising import keep_promise, unless_barred
from services.intake.domain.case.case import Case
from services.intake.domain.case.endings import pre_accepted
from services.intake.domain.case.papers import Paper
from services.intake.domain.case.states import State
from services.intake.domain.catalogue.item import Item
from services.intake.domain.counter.authorisations import Act, must_not_judge
from services.intake.domain.promise.deficiency import committed
from services.intake.domain.promise.promise import Commitment
from shared.events.intake import (
    ApplicationAccepted,
    ApplicationReceived,
    CorrectionRequested,
    CorrectionSubmitted,
    ReviewStarted,
)
from shared.events.intake_bundles import CorrectionPrepared
from shared.events.parts import JobWish


@dataclass(frozen=True)
class AcceptApplication:
    """A clerk accepts; `promised` papers follow, as the `commitment` that was signed says."""

    case: str
    promised: tuple[str, ...] = ()
    commitment: Commitment | None = None


@dataclass(frozen=True)
class RequestCorrection:
    """A clerk names what is missing."""

    case: str
    missing: tuple[str, ...]


@dataclass(frozen=True)
class SubmitCorrection:
    """The applicant hands in what was missing, or an agent under an `authorisation`."""

    case: str
    papers: tuple[Paper, ...]
    promised: tuple[str, ...] = ()
    commitment: Commitment | None = None
    authorisation: str | None = None


async def accept_application(command: AcceptApplication, work: Work) -> Case:
    """受理 by a clerk who is not the applicant's agent."""
    case = await work.cases.get(command.case)
    must_not_judge(case.agent, work.cause.actor)
    item = item_of(case, work)
    item.must_list(command.promised, "promised_papers")
    signed = committed(case, item, command.commitment, command.promised)
    return await _accepted(await unless_barred(signed, work), item, work)


async def request_correction(command: RequestCorrection, work: Work) -> Case:
    """一次性告知 by a clerk, not by the applicant's agent; only what the item lists is asked."""
    case = await work.cases.get(command.case)
    must_not_judge(case.agent, work.cause.actor)
    item_of(case, work).must_list(command.missing, "missing")
    return await _asked_for(case, command.missing, work)


async def submit_correction(command: SubmitCorrection, work: Work) -> Case:
    """补正: received again and checked again."""
    case = await work.cases.get(command.case)
    item = item_of(case, work)
    item.must_list(tuple(paper.code for paper in command.papers), "papers")
    item.must_list(command.promised, "promised_papers")
    await permit(case, Act.CORRECT, work, command.authorisation)
    signed = committed(case, item, command.commitment, command.promised)
    corrected = signed.submit_correction(item, command.papers)
    case = keep(
        corrected.with_correction(work.now, work.cause.actor),
        CorrectionSubmitted,
        work,
        papers=[paper.code for paper in command.papers],
    )
    return await check_papers(case, item, work)


async def check_papers(case: Case, item: Item, work: Work) -> Case:
    """Accept what is complete; name all that is missing, once; else a clerk looks at it.

    So it is with a copy where the original is wanted: one notice names whatever is wrong.
    """
    if item.checked_by_staff:
        return case
    case = await unless_barred(case, work)
    found = case.findings(item)
    if found.unfit:
        return case
    if not found.missing:
        return await _accepted(case, item, work)
    return case if case.was_notified else await _asked_for(case, found.missing, work)


async def _asked_for(case: Case, missing: tuple[str, ...], work: Work) -> Case:
    """Tell what is missing: at once, or in the one notice of its matter while that is to come."""
    if await awaits_merged_notice(case, work):
        prepared = case.prepare_correction(missing)
        return keep(prepared, CorrectionPrepared, work, missing=missing)
    return give_notice(case, missing, work)


async def awaits_merged_notice(case: Case, work: Work) -> bool:
    """Tell whether it is part of one matter (一件事) whose one notice was not given yet."""
    if case.bundle is None:
        return False
    bundle = await work.bundles.find(case.bundle)
    # Of a bundle that is just being taken in, the applications come first.
    return bundle is None or bundle.noticed_at is None


def give_notice(case: Case, missing: tuple[str, ...], work: Work, *, merged: bool = False) -> Case:
    """一次性告知: tell what is missing now, by itself or in the one notice of its matter."""
    noticed = case.request_correction(missing, work.now)
    return keep(noticed, CorrectionRequested, work, missing=missing, merged=merged)


async def accept_by_silence(case: Case, since: datetime, work: Work) -> Case:
    """视为受理: nobody said anything in time, so it counts as accepted since the papers came."""
    item = item_of(case, work)
    if case.state is State.SUBMITTED:
        case = receive_submitted(case, work)
    accepted = (await unless_barred(case, work)).accept_by_silence(item, since, work.now)
    return await _announced(accepted, item, work, by_silence=True)


def receive_submitted(case: Case, work: Work) -> Case:
    """收件: what came online counts as received, since it was submitted."""
    return keep(
        pre_accepted(case, work.now),
        ApplicationReceived,
        work,
        channel=case.origin.channel,
        green_channel=case.green_channel,
    )


async def _accepted(case: Case, item: Item, work: Work) -> Case:
    accepted = replace(case.accept(item, work.now), accepted_by=work.cause.actor)
    return await _announced(accepted, item, work)


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
        reviewed=case.waits_for_reviewers,
    )
    bound = keep_promise(accepted, item, work)
    return bound if item.partner is None else await _handed_over(bound, item.partner, work)


async def _handed_over(case: Case, partner: str, work: Work) -> Case:
    number = await number_with(partner, case, work)
    started = keep(case.start_review(partner), ReviewStarted, work, handed_to=partner)
    return await hand_over(started, partner, number, work)
