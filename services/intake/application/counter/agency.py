"""Who hands in for whom (代办), and whether an agent may do what they are about to do."""

from dataclasses import dataclass

from services.intake.application.catalogue.items import item_of
from services.intake.application.people.persons import registered
from services.intake.application.ports import Work
from services.intake.domain.case.case import Case
from services.intake.domain.case.parts import Channel
from services.intake.domain.catalogue.item import Item
from services.intake.domain.counter.authorisations import (
    STAFF,
    Act,
    Authorisation,
    must_be_this_agent,
)
from shared.privacy.records import PersonalDetails
from shared.values import Invalid


@dataclass(frozen=True)
class Acting:
    """Who applies, and who acts for them under which authorisation."""

    applicant: str | None
    agent: str | None = None
    authorisation: str | None = None


async def acting(
    person: PersonalDetails | None,
    authorisation: str | None,
    item: Item,
    channel: Channel,
    work: Work,
) -> Acting:
    """Return who applies: whoever says so, or whom the authorisation names.

    Raises:
        Invalid: both are given; no such authorisation.
        NotAllowed: it does not cover this; the caller is not its agent.
    """
    if authorisation is None:
        return Acting(await registered(person, work) if person else None)
    found = await work.authorisations.find(authorisation)
    if found is None or person is not None:
        raise Invalid(
            "authorisation-wrong",
            "没有此授权，或同时填写了申请人；凭授权办理时，申请人以授权书为准。",
            "No such authorisation, or a person is given too: the letter names who applies.",
            field="authorisation",
        )
    must_be_this_agent(found.agent, work.cause.actor, kiosk=channel is Channel.KIOSK)
    found.must_cover(item, Act.HAND_IN, work.now)
    return Acting(found.applicant, found.agent, found.id)


async def permit(case: Case, act: Act, work: Work, letter: str | None = None) -> None:
    """Raise `NotAllowed` where an agent does for the applicant what no authorisation covers.

    `letter` names the authorisation where somebody comes to the counter for the applicant. A staff
    agent acts under that of the case and need not name it. Without either, it is the applicant who
    comes, or the office that acts.

    Raises:
        Invalid: no such authorisation, or another applicant's.
        NotAllowed: it is over, or does not cover this; the caller is not its agent.
    """
    own = case.authorisation if case.agent == work.cause.actor else None
    named = letter or own
    if named is not None:
        found = await _letter_of(case, named, work)
        must_be_this_agent(found.agent, work.cause.actor, kiosk=False)
        found.must_cover(item_of(case, work), act, work.now)


async def permit_on_the_spot(case: Case, act: Act, work: Work) -> None:
    """Raise `NotAllowed` where whoever handed it in, and is still there, may not do this."""
    if case.authorisation is not None:
        found = await _letter_of(case, case.authorisation, work)
        found.must_cover(item_of(case, work), act, work.now)


async def _letter_of(case: Case, letter: str, work: Work) -> Authorisation:
    found = await work.authorisations.find(letter)
    if found is None or found.applicant != case.applicant:
        raise Invalid(
            "authorisation-wrong",
            "没有此授权，或它不是此件申请人的授权。",
            "No such authorisation, or it is not this applicant's.",
            field="authorisation",
        )
    return found


def agent_of(agent: str | None) -> dict[str, str]:
    """Return the member of an event that names an agent: staff, or a person."""
    if agent is None:
        return {}
    return {"agent" if agent.startswith(STAFF) else "agent_person": agent}
