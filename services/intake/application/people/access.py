"""What is known of a person, for the person (PIPL 45: access and copy)."""

from dataclasses import dataclass
from datetime import datetime

from services.intake.application.people.gather import holdings_of
from services.intake.application.ports import Work
from services.intake.domain.exchange.handover import HandOver
from services.intake.domain.people.holdings import Holdings
from shared.privacy.records import PersonalDetails


@dataclass(frozen=True)
class Known:
    """What the caller's organisation knows of a person; nothing of it is stored again.

    `elsewhere` are the organisations that have more: the person asks there, or their superior; `at`
    is when it was collected. What the person rated is left out: whoever was rated could read here
    who did.
    """

    person: str
    details: PersonalDetails
    held: Holdings
    handed: tuple[HandOver, ...]
    elsewhere: tuple[str, ...]
    at: datetime


async def access_export(person: str, work: Work) -> Known:
    """Collect it; raise `NotFound` for an unknown person and `Gone` for one who was erased."""
    details = await work.people.reveal(person)
    every, scope = await holdings_of(person, work), work.cause.orgunit
    held = every.within(scope)
    handed = await work.handovers.several([case.id for case in held.cases])
    return Known(person, details, held, tuple(handed.values()), every.beyond(scope), work.now)
