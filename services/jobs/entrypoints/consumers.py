"""What jobs hears."""

from typing import Any

from services.jobs.application.forget_seeker import forget_seeker
from services.jobs.application.offer_vacancy import OfferVacancy, offer_vacancy
from services.jobs.application.ports import Work
from services.jobs.application.register_seeker import RegisterSeeker, register_seeker
from services.jobs.entrypoints.offers import offer_of, wish_of
from shared.events.base import Envelope, EventData
from shared.events.intake import ApplicationAccepted
from shared.events.intake_work import CaseAnonymised
from shared.events.partners import VacancyOffered
from shared.messaging.hearing import Handler

HEARD: tuple[type[EventData], ...] = (ApplicationAccepted, CaseAnonymised, VacancyOffered)


def handlers(*, deadlines: bool = True) -> list[Handler[Any]]:
    """Return what each event does; `deadlines` says whether a vacancy's last day counts."""

    async def on_application_accepted(event: Envelope[ApplicationAccepted], work: Work) -> None:
        command = RegisterSeeker(
            person=event.data.applicant,
            case=event.subject,
            wish=wish_of(event.data.wish),
            orgunit=event.orgunit or work.cause.orgunit,
        )
        await register_seeker(command, work)

    async def on_case_anonymised(event: Envelope[CaseAnonymised], work: Work) -> None:
        await forget_seeker(event.data.applicant, work)

    async def on_vacancy_offered(event: Envelope[VacancyOffered], work: Work) -> None:
        command = OfferVacancy(
            source=work.cause.actor,
            orgunit=work.cause.orgunit,
            offer=offer_of(event.data, deadlines=deadlines),
        )
        await offer_vacancy(command, work)

    return [
        Handler(ApplicationAccepted, on_application_accepted),
        Handler(CaseAnonymised, on_case_anonymised),
        Handler(VacancyOffered, on_vacancy_offered),
    ]
