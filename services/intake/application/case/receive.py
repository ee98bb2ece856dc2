"""An application arrives: register the applicant, number it, give a receipt, check the papers."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from services.intake.application.case.check import check_papers
from services.intake.application.case.keeping import keep
from services.intake.application.case.references import refuse_repeat, register, register_own
from services.intake.application.counter.agency import Acting, acting
from services.intake.application.counter.placing import place
from services.intake.application.ports import Work
from services.intake.domain.case.case import Case
from services.intake.domain.case.papers import Paper, listed
from services.intake.domain.case.parts import Channel, Need, Origin, ReceiptKind
from services.intake.domain.case.records import DailyNumber
from services.intake.domain.case.states import State
from services.intake.domain.case.wish import Wish
from services.intake.domain.catalogue.determinants import Value
from services.intake.domain.catalogue.handling import must_come_so
from services.intake.domain.catalogue.item import Item
from services.intake.domain.counter.need import must_be_stated
from services.intake.domain.counter.points import day_of
from services.intake.domain.promise.deficiency import committed
from services.intake.domain.promise.promise import Commitment
from shared.events.intake import ApplicationReceived
from shared.events.intake_lifecycle import ApplicationSubmitted
from shared.privacy.records import PersonalDetails
from shared.values import Invalid


@dataclass(frozen=True)
class ReceiveApplication:
    """What was handed in, whichever way it came; `promised` papers follow later (容缺).

    They follow as the `commitment` says that was signed for them, or not at all.

    `answers` are those of the item's form, by the code of the question.
    `point` is where; without one, the application goes to the point that is open and competent.
    `authorisation` is there where an agent hands in, and names who applies. `need` asks for the
    green channel, for this visit; `green_channel` alone is refused.
    `consented` names the personal fields that may be handed to the partner that decides.
    """

    item_code: str
    origin: Origin
    papers: tuple[Paper, ...] = ()
    promised: tuple[str, ...] = ()
    person: PersonalDetails | None = None
    wish: Wish | None = None
    green_channel: bool = False
    answers: Mapping[str, Value] = field(default_factory=dict)
    commitment: Commitment | None = None
    point: str | None = None
    authorisation: str | None = None
    need: Need | None = None
    consented: tuple[str, ...] = ()


@dataclass(frozen=True)
class PartOf:
    """The one matter (一件事) that an application is a part of, and the office that has it."""

    bundle: str
    orgunit: str


async def receive_application(command: ReceiveApplication, work: Work) -> Case:
    """Open an application; where its papers allow, it is accepted and handed on at once.

    What comes online for an item with pre-acceptance waits to be looked at (预受理).

    Raises:
        Invalid: no such item in force, or not in this way; a wrong, missing or needless answer; a
            registration for work without a wish; a wrong id number; no such point, or one that does
            not take the item; no such authorisation; papers to follow without a signed promise; no
            need stated for the green channel.
        NotAllowed: the authorisation does not cover this, or is another agent's.
        Final: ``already-received``, this number of this system came before.
    """
    must_be_stated(command.need, green_channel=command.green_channel)
    item, origin = work.items.get(command.item_code), command.origin
    must_come_so(item, origin.channel)
    command = replace(command, answers=item.form.filled(command.answers))
    if origin.source and origin.reference:
        await refuse_repeat(origin.source, origin.reference, work)
    who = await acting(command.person, command.authorisation, item, origin.channel, work)
    return await take_in(command, item, who, work)


async def take_in(
    command: ReceiveApplication, item: Item, who: Acting, work: Work, part: PartOf | None = None
) -> Case:
    """Open an application of whoever applies, with answers that were checked."""
    if item.takes_wish and command.wish is None:
        raise Invalid("wish-needed", "请填写求职意向。", "Say what work is wanted.", field="wish")
    origin = command.origin
    case = _kept(await _opened(command, item, who, work, part), work)
    register_own(case, work)
    if origin.source and origin.reference:
        await register(origin.source, origin.reference, case, work)
    return case if case.state is State.SUBMITTED else await check_papers(case, item, work)


def _kept(case: Case, work: Work) -> Case:
    channel = case.origin.channel
    if case.state is State.SUBMITTED:
        return keep(case, ApplicationSubmitted, work, channel=channel)
    return keep(case, ApplicationReceived, work, channel=channel, green_channel=case.green_channel)


async def _opened(
    command: ReceiveApplication, item: Item, who: Acting, work: Work, part: PartOf | None
) -> Case:
    orgunit = part.orgunit if part else work.cause.orgunit
    online = command.origin.channel in {Channel.ONLINE, Channel.MOBILE}
    looked_at_first = item.pre_acceptance and online
    case = Case(
        id=work.new_id("case"),
        version=0,
        project_no=await next_number(work),
        item_code=item.code,
        item_name=item.name,
        kind=item.kind,
        decided_by=item.decided_by,
        origin=command.origin,
        orgunit=orgunit,
        state=State.SUBMITTED if looked_at_first else State.RECEIVED,
        received_at=work.now,
        papers=listed(item.asking(command.answers), command.papers),
        applicant=who.applicant,
        green_channel=command.need is not None,
        wish=command.wish if item.takes_wish else None,
        item_version=item.version,
        answers=command.answers,
        point=place(command.point, item, orgunit, work),
        agent=who.agent,
        authorisation=who.authorisation,
        need=command.need,
        consented=command.consented,
        bundle=part.bundle if part else None,
    )
    kind = ReceiptKind.SUBMITTED if looked_at_first else ReceiptKind.RECEIVED
    signed = committed(case, item, command.commitment, command.promised)
    return signed.with_receipt(kind, work.now)


async def next_number(work: Work) -> str:
    """Return the next number of the day (办件编号)."""
    # The day on the counter's calendar: an application of 07:00 belongs to that day, not to the
    # day before in UTC.
    day = f"{day_of(work.now):%Y%m%d}"
    last = await work.numbers.find(day) or DailyNumber(day, 0)
    return work.numbers.save(last.following()).project_no
