"""An application and who applied."""

from services.intake.application.ports import Work
from services.intake.domain.case.case import Case
from shared.privacy.records import PersonalDetails


async def show_case(key: str, work: Work) -> tuple[Case, PersonalDetails | None]:
    """Return an application and its applicant, masked."""
    case = await work.cases.get(key)
    return case, await work.people.masked(case.applicant) if case.applicant else None
