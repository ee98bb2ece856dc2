"""Agents (代办) are authorised, and relieved."""

from dataclasses import dataclass
from datetime import datetime

from services.intake.application.counter.agency import agent_of
from services.intake.application.people.guests import need_less, remember
from services.intake.application.people.persons import Who, known_person, registered
from services.intake.application.ports import Work
from services.intake.domain.counter.authorisations import (
    STAFF,
    Act,
    Authorisation,
    must_admit_agents,
    must_be_sound,
)
from shared.events.base import EventData
from shared.events.intake_counter import (
    AuthorisationAnonymised,
    AuthorisationGiven,
    AuthorisationWithdrawn,
)
from shared.privacy.records import PersonalDetails


@dataclass(frozen=True)
class GiveAuthorisation:
    """A signed letter is on the table; `agent` is a staff reference, or a relative."""

    applicant: Who
    agent: Who
    items: tuple[str, ...]
    acts: tuple[Act, ...]
    until: datetime
    signature: str


async def give_authorisation(command: GiveAuthorisation, work: Work) -> Authorisation:
    """授权: kept with its letter's number; nothing is authorised that the law keeps to oneself.

    Raises:
        Invalid: no such item.
        NotAllowed: ``in-person``.
        Refusal: over already; given to oneself.
    """
    for code in command.items:
        must_admit_agents(work.items.get(code))
    applicant, agent = (
        await _reference(command.applicant, work),
        await _reference(command.agent, work),
    )
    must_be_sound(command.until, applicant, agent, work.now)
    given = Authorisation(
        id=work.new_id("auth"),
        version=0,
        orgunit=work.cause.orgunit,
        applicant=applicant,
        agent=agent,
        items=tuple(dict.fromkeys(command.items)),
        acts=tuple(dict.fromkeys(command.acts)),
        until=command.until,
        signature=command.signature,
        given_at=work.now,
    )
    for person in (applicant, agent):
        await remember(person, given.orgunit, given.until, work)
    return _kept(given, AuthorisationGiven, work)


async def withdraw_authorisation(key: str, work: Work) -> Authorisation:
    """撤销授权."""
    authorisation = await work.authorisations.get(key)
    for person in (authorisation.applicant, authorisation.agent):
        await need_less(person, work)
    return _kept(authorisation.withdrawn(work.now), AuthorisationWithdrawn, work)


def forget_letter(letter: Authorisation, work: Work) -> None:
    """Applicant or agent was erased: it ends where it still held, and its number goes."""
    after = letter.anonymous(work.now)
    if after.state is not letter.state:
        _kept(after, AuthorisationWithdrawn, work)
    elif after != letter:
        _kept(after, AuthorisationAnonymised, work)


async def _reference(who: Who, work: Work) -> str:
    if isinstance(who, PersonalDetails):
        return await registered(who, work)
    return who if who.startswith(STAFF) else await known_person(who, work)


def _kept(authorisation: Authorisation, event: type[EventData], work: Work) -> Authorisation:
    saved = work.authorisations.save(authorisation)
    said = {
        "applicant": saved.applicant,
        **agent_of(saved.agent),
        "items": saved.items,
        "item_names": [_name(code, work) for code in saved.items],
        "acts": saved.acts,
        "until": saved.until,
    }
    work.announce(event.model_validate(said), about=saved, orgunit=saved.orgunit)
    return saved


def _name(code: str, work: Work) -> str:
    # An item may have left the catalogue since.
    item = work.items.find(code)
    return code if item is None else item.name
