"""Erasing a person: the key is destroyed, skeletons of the applications remain (ADR 21)."""

import json
from dataclasses import dataclass, replace

from services.intake.application.keeping import keep_in_state
from services.intake.application.ports import Work
from services.intake.domain.case import Case
from services.intake.domain.receipts import without_words
from services.intake.domain.records import Reference
from services.intake.domain.retention import Ground, must_be_erasable, skeleton
from services.intake.domain.trail import Step
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
        Refusal: an application is open, or must still be kept.
    """
    if await work.people.is_erased(command.person):
        return ()
    cases = await work.cases.where(applicant=command.person)
    must_be_erasable(cases, command.ground, work.now)
    await work.people.erase(command.person)
    for key in command.answers:
        await _blank(key, work)
    return tuple([await _reduced(case, command, work) for case in cases])


async def _reduced(case: Case, command: ErasePerson, work: Work) -> Case:
    for register in {case.origin.source, case.handed_to} - {None}:
        known = await work.references.find(Reference.key(f"{register}", f"{case.origin.reference}"))
        if known is not None and known.case == case.id:
            work.references.remove(known)
    handed = await work.handovers.find(case.id)
    if handed is not None:
        work.handovers.save(replace(handed, number=case.project_no, fields=(), sealed=None))
    await _forget_words(case, work)
    bones = skeleton(case)
    return keep_in_state(bones, CaseAnonymised, work, ground=command.ground, by=command.by)


async def _forget_words(case: Case, work: Work) -> None:
    """The trail goes, receipts lose their reasons: both hold words that somebody wrote."""
    for version in range(1, case.version + 1):
        step = await work.trail.find(Step.key(case.id, version))
        if step is not None:
            work.trail.remove(step)
    for receipt in case.receipts:
        document = await work.receipts.find(receipt.number)
        if document is not None:
            work.receipts.save(without_words(document))


async def _blank(key: str, work: Work) -> None:
    answer = await work.answers.find(key)
    if answer is not None:
        work.answers.save(replace(answer, body=json.dumps({"erased": True})))
