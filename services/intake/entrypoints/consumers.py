"""What intake hears: each event becomes one use case."""

from typing import Any

from services.intake.application.case.decide import DecideByPartner, decide_by_partner
from services.intake.application.case.receive import ReceiveApplication, receive_application
from services.intake.application.ports import Work
from services.intake.application.rating.follow_rating import RecordRevisit, record_revisit
from services.intake.application.rating.rate import RateService, rate_service
from services.intake.domain.case.grounds import RejectionGround
from services.intake.domain.case.parts import Channel, Origin, Outcome
from services.intake.domain.catalogue.item import REGISTRATION
from services.intake.domain.rating.numberings import RatingChannel
from services.intake.domain.rating.rating_states import Grade
from services.intake.entrypoints.handed_in import papers_of, wish_of
from services.intake.entrypoints.promise.commitments import commitment_of
from shared.events.base import Envelope, EventData
from shared.events.grid import HelpRequested, RevisitRecorded
from shared.events.partners import (
    AgencyDecisionMade,
    BankAnswerGiven,
    EmploymentApplicationSubmitted,
    ServiceApplicationSubmitted,
    ServiceRatingGiven,
)
from shared.messaging.hearing import Handler
from shared.privacy.jwe import ServiceKey
from shared.privacy.sealed_member import opened

HEARD: tuple[type[EventData], ...] = (
    ServiceApplicationSubmitted,
    EmploymentApplicationSubmitted,
    AgencyDecisionMade,
    BankAnswerGiven,
    ServiceRatingGiven,
    HelpRequested,
    RevisitRecorded,
)


def handlers(key: ServiceKey) -> list[Handler[Any]]:
    """Return what each event does; `key` opens partners' sealed members."""

    async def on_service_application_submitted(
        event: Envelope[ServiceApplicationSubmitted], work: Work
    ) -> None:
        data = event.data
        command = ReceiveApplication(
            item_code=data.item_code,
            origin=Origin(Channel(data.channel), work.cause.actor, data.reference),
            papers=papers_of(data.papers),
            person=opened(key, data.sealed, organisations=True),
            answers={answer.question: answer.value for answer in data.answers},
            # What a partner calls promised without the letter is simply missing.
            commitment=commitment_of(data.promise),
            consented=data.consent,
        )
        await receive_application(command, work)

    async def on_employment_application_submitted(
        event: Envelope[EmploymentApplicationSubmitted], work: Work
    ) -> None:
        data = event.data
        command = ReceiveApplication(
            item_code=REGISTRATION,
            origin=Origin(Channel.ONLINE, work.cause.actor, data.reference),
            papers=papers_of(data.papers),
            person=opened(key, data.sealed),
            wish=wish_of(data.wish),
        )
        await receive_application(command, work)

    return [
        Handler(ServiceApplicationSubmitted, on_service_application_submitted),
        Handler(EmploymentApplicationSubmitted, on_employment_application_submitted),
        Handler(AgencyDecisionMade, on_agency_decision_made),
        Handler(BankAnswerGiven, on_bank_answer_given),
        Handler(ServiceRatingGiven, on_service_rating_given),
        Handler(HelpRequested, on_help_requested),
        Handler(RevisitRecorded, on_revisit_recorded),
    ]


async def on_agency_decision_made(event: Envelope[AgencyDecisionMade], work: Work) -> None:
    """An agency decided what was handed to it."""
    data = event.data
    command = DecideByPartner(
        partner=work.cause.actor,
        reference=data.reference,
        outcome=Outcome(data.outcome),
        reasons=data.reasons,
        certificate_no=data.certificate_no,
        ground=RejectionGround(data.ground) if data.ground else None,
    )
    await decide_by_partner(command, work)


async def on_bank_answer_given(event: Envelope[BankAnswerGiven], work: Work) -> None:
    """A bank answered a referral.

    The credit limit is between the bank and its customer: it is not kept here (PIPL 6, 28).
    """
    data = event.data
    command = DecideByPartner(
        partner=work.cause.actor,
        reference=data.reference,
        outcome=Outcome(data.outcome),
        reasons=data.reasons,
    )
    await decide_by_partner(command, work)


async def on_service_rating_given(event: Envelope[ServiceRatingGiven], work: Work) -> None:
    """Somebody rated an application."""
    data = event.data
    command = RateService(
        work.cause.actor,
        data.reference,
        Grade(data.grade),
        data.details,
        data.assess_number,
        RatingChannel(data.channel),
    )
    await rate_service(command, work)


async def on_help_requested(event: Envelope[HelpRequested], work: Work) -> None:
    """An incident turned out to be a request for help.

    The person, if known, is grid's: its reference says nothing in our sealed store, so the
    incident leads back to it.
    """
    origin = Origin(Channel.GRID, "grid", event.subject, event.subject)
    await receive_application(ReceiveApplication(event.data.item_code, origin), work)


async def on_revisit_recorded(event: Envelope[RevisitRecorded], work: Work) -> None:
    """Grid visited the person behind a bad rating."""
    await record_revisit(RecordRevisit(event.data.case, event.data.satisfied), work)
