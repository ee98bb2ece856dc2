"""Erasing a person: the key is destroyed, skeletons of the applications remain (ADR 21)."""

import json
from dataclasses import dataclass, replace

from services.intake.application.bundle.keeping_bundles import keep_bundle
from services.intake.application.case.keeping import keep_in_state
from services.intake.application.counter.appointments import cancel_appointment
from services.intake.application.counter.authorisations import forget_letter
from services.intake.application.counter.care import cancel_booking
from services.intake.application.people.gather import holdings_of
from services.intake.application.ports import Work
from services.intake.application.rating.keeping_ratings import keep_rating_in_state, ratings_of
from services.intake.domain.bundle.bundle import without_answers
from services.intake.domain.case.case import Case
from services.intake.domain.case.records import RECEIPT, Reference
from services.intake.domain.history.trail import Step
from services.intake.domain.people.holdings import Holdings
from services.intake.domain.people.retention import Ground, must_be_erasable, skeleton
from services.intake.domain.receipts.receipts import without_words
from shared.events.intake_bundles import BundleAnonymised
from shared.events.intake_ratings import RatingAnonymised
from shared.events.intake_work import CaseAnonymised


@dataclass(frozen=True)
class ErasePerson:
    """`answers` are the keys of stored answers that show the person, masked."""

    person: str
    ground: Ground
    by: str
    answers: tuple[str, ...] = ()


async def erase_person(command: ErasePerson, work: Work) -> tuple[Case, ...]:
    """Make a person unreadable for ever; of one who is erased already, nothing is left to do.

    Raises:
        NotFound: nobody has this reference.
        NotAllowed: another organisation has something of this person.
        Refusal: an application is open, or must still be kept; the time is over, but somebody waits
            for the person.
    """
    if await work.people.is_erased(command.person):
        return ()
    held = await holdings_of(command.person, work)
    must_be_erasable(held, command.ground, work.now, work.cause.orgunit)
    await work.people.erase(command.person)
    for key in command.answers:
        await _blank(key, work)
    await _called_off(held, work)
    for bundle in held.bundles:
        said = {"ground": command.ground, "by": command.by}
        keep_bundle(without_answers(bundle), BundleAnonymised, work, **said)
    return tuple([await _reduced(case, command, work) for case in held.cases])


async def _called_off(held: Holdings, work: Work) -> None:
    """Nobody acts for, waits for or thinks ill of somebody who is not known any more."""
    for letter in held.letters:
        forget_letter(letter, work)
    for appointment in held.appointments:
        if appointment.to_come(work.now):
            await cancel_appointment(appointment.id, work)
    for booking in held.bookings:
        if booking.to_come(work.now):
            await cancel_booking(booking.id, work)
    if held.broken is not None:
        work.broken_promises.remove(held.broken)
    if held.guest is not None:
        work.guests.remove(held.guest)


async def _reduced(case: Case, command: ErasePerson, work: Work) -> Case:
    await _lead_nowhere(case, work)
    handed = await work.handovers.find(case.id)
    if handed is not None:
        # Which fields were given away stays: the record of sharing (网络数据安全管理条例 12).
        work.handovers.save(replace(handed, number=case.project_no, sealed=None))
    await _forget_words(case, work)
    bones = skeleton(case)
    return keep_in_state(bones, CaseAnonymised, work, ground=command.ground, by=command.by)


async def _lead_nowhere(case: Case, work: Work) -> None:
    """Others' numbers for it, and the code on its receipts, find it no more."""
    theirs = {(one, case.origin.reference) for one in (case.origin.source, case.handed_to)}
    numbers = theirs | {(RECEIPT, case.marks.receipt_code)}
    for key in sorted(Reference.key(one, number) for one, number in numbers if one and number):
        known = await work.references.find(key)
        if known is not None and known.case == case.id:
            work.references.remove(known)


async def _forget_words(case: Case, work: Work) -> None:
    """The trail goes; receipts and ratings lose the words that somebody wrote."""
    for version in range(1, case.version + 1):
        step = await work.trail.find(Step.key(case.id, version))
        if step is not None:
            work.trail.remove(step)
    for receipt in case.receipts:
        document = await work.receipts.find(receipt.number)
        if document is not None:
            work.receipts.save(without_words(document))
    for rating in await ratings_of(case.id, work):
        if rating is not None and rating != rating.without_words():
            keep_rating_in_state(rating.without_words(), case, RatingAnonymised, work)


async def _blank(key: str, work: Work) -> None:
    answer = await work.answers.find(key)
    if answer is not None:
        work.answers.save(replace(answer, body=json.dumps({"erased": True})))
