"""An agent with a letter, as tests bring one about."""

from datetime import datetime

from services.intake.application.case.decide import (
    DecideApplication,
    decide_application,
)
from services.intake.application.case.receive import ReceiveApplication, receive_application
from services.intake.application.counter.authorisations import (
    GiveAuthorisation,
    give_authorisation,
)
from services.intake.domain.case.case import Case
from services.intake.domain.case.papers import Paper
from services.intake.domain.case.parts import (
    Channel,
    Origin,
    Outcome,
)
from services.intake.domain.counter.authorisations import Act, Authorisation
from shared.calendar import Limit, Unit
from shared.privacy.records import PersonalDetails
from tests.services.intake.desk import ZHANG, Desk

UNTIL = datetime.fromisoformat("2026-12-31T23:59:59+08:00")
# The desk's commands are those of stf_c0001.
AGENT, OTHER = "stf_c0001", "stf_c0002"
PAPERS = (Paper("id-card"), Paper("household-register"))
FIVE = Limit(5, Unit.WORKING_DAYS)
ITEMS = ("elder-allowance", "residence-proof")


async def authorise(
    desk: Desk,
    agent: str | PersonalDetails = AGENT,
    acts: tuple[Act, ...] = (Act.HAND_IN, Act.CORRECT),
) -> Authorisation:
    return await authorise_for(desk, PersonalDetails(**ZHANG), agent, acts)


async def authorise_for(
    desk: Desk,
    applicant: PersonalDetails,
    agent: str | PersonalDetails = AGENT,
    acts: tuple[Act, ...] = (Act.HAND_IN, Act.COLLECT),
) -> Authorisation:
    command = GiveAuthorisation(applicant, agent, ITEMS, acts, UNTIL, "SQ-2026-1")
    return await desk.run(lambda w: give_authorisation(command, w))


async def hand_in(
    desk: Desk,
    authorisation: str,
    *papers: Paper,
    item: str = "elder-allowance",
    channel: Channel = Channel.WINDOW,
) -> Case:
    command = ReceiveApplication(item, Origin(channel), papers, authorisation=authorisation)
    return await desk.run(lambda w: receive_application(command, w))


async def decided(desk: Desk, letter: Authorisation) -> Case:
    """Let the staff agent of a letter hand in, and another decide."""
    command = ReceiveApplication(
        "residence-proof", Origin(Channel.WINDOW), tenant(), authorisation=letter.id
    )
    case = await desk.run(lambda w: receive_application(command, w), by=letter.agent)
    return await desk.run(lambda w: decide_application(approval(case.id, AGENT), w))


def tenant() -> tuple[Paper, ...]:
    return (Paper("id-card"), Paper("tenancy-contract"))


def approval(case: str, by: str) -> DecideApplication:
    return DecideApplication(case, Outcome.APPROVED, "符合条件。", by, reviewer=False)
