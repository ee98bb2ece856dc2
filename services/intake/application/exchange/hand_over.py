"""Handing an application over to the partner that decides it, with what the applicant allowed."""

from dataclasses import asdict, replace

from services.intake.application.case.keeping import keep_in_state
from services.intake.application.ports import Work
from services.intake.domain.case.case import Case
from services.intake.domain.exchange.handover import (
    CONSENTABLE,
    NO_APPLICANT,
    NO_KEY,
    NOTHING_ALLOWED,
    HandOver,
    allowed,
)
from shared.events.intake_exchange import CaseHandedOver


async def hand_over(case: Case, partner: str, number: str, work: Work) -> Case:
    """Tell the partner, sealed to its key, and keep the record of it: the only one it will have.

    `number` is what the partner answers by.
    """
    known = await _known(case, work)
    open_fields = allowed(case.consented, known)
    sealed = work.seals.seal(partner, open_fields) if open_fields else None
    fields = tuple(open_fields) if sealed else ()
    record = HandOver(
        id=case.id,
        version=0,
        partner=partner,
        project_no=case.project_no,
        number=number,
        item_code=case.item_code,
        orgunit=case.orgunit,
        handed_at=work.now,
        fields=fields,
        sealed=sealed,
        without=None if sealed else _why_nothing(case, open_fields),
    )
    work.handovers.save(record)
    # The event lists what persons consented to; the record, all that left.
    consented = tuple(name for name in fields if name in CONSENTABLE)
    told = replace(case, handed_fields=fields, handed_without=record.without)
    said = {"partner": partner, "number": number, "consented": consented, "sealed": sealed}
    return keep_in_state(told, CaseHandedOver, work, **said)


async def note_answer(case: Case, outcome: str, work: Work) -> None:
    """Close the hand-over of an application that the partner decided, or that was withdrawn."""
    record = await work.handovers.find(case.id) if case.handed_to else None
    if record is not None and record.open:
        work.handovers.save(record.answered(outcome, work.now))


async def _known(case: Case, work: Work) -> dict[str, str | None]:
    if case.applicant is None or not case.consented or await work.people.is_erased(case.applicant):
        return {}
    return asdict(await work.people.reveal(case.applicant))


def _why_nothing(case: Case, open_fields: dict[str, str]) -> str:
    if open_fields:
        return NO_KEY
    return NO_APPLICANT if case.applicant is None else NOTHING_ALLOWED
