"""What is known of a person, for the person (PIPL 45: access and copy)."""

from dataclasses import dataclass

from services.intake.application.ports import Work
from services.intake.domain.case import Case
from services.intake.domain.handover import HandOver
from shared.privacy.records import PersonalDetails


@dataclass(frozen=True)
class Known:
    """All that intake knows of a person; nothing of it is stored again."""

    person: str
    details: PersonalDetails
    cases: tuple[Case, ...]
    handed: tuple[HandOver, ...]


async def access_export(person: str, work: Work) -> Known:
    """Collect it; raise `NotFound` for an unknown person and `Gone` for one who was erased."""
    details = await work.people.reveal(person)
    cases = await work.cases.where(applicant=person)
    handed = [await work.handovers.find(case.id) for case in cases]
    return Known(person, details, tuple(cases), tuple(one for one in handed if one))
