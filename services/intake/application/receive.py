"""An application arrives: register the applicant, number it, give a receipt, check the papers."""

from dataclasses import dataclass
from datetime import timedelta

from services.intake.application.check import check_papers
from services.intake.application.keeping import keep
from services.intake.application.ports import Work
from services.intake.application.references import refuse_repeat, register
from services.intake.domain.case import Case
from services.intake.domain.item import Item
from services.intake.domain.papers import Paper, listed
from services.intake.domain.parts import Origin, ReceiptKind
from services.intake.domain.records import PROJECT, DailyNumber
from services.intake.domain.states import State
from services.intake.domain.wish import Wish
from shared.events.intake import ApplicationReceived
from shared.privacy.records import PersonalDetails
from shared.values import Invalid

_BEIJING = timedelta(hours=8)


@dataclass(frozen=True)
class ReceiveApplication:
    """What was handed in, whichever way it came; `promised` papers follow later (容缺).

    `consented` names the personal fields that may be handed to the partner that decides.
    """

    item_code: str
    origin: Origin
    papers: tuple[Paper, ...] = ()
    promised: tuple[str, ...] = ()
    person: PersonalDetails | None = None
    wish: Wish | None = None
    green_channel: bool = False
    consented: tuple[str, ...] = ()


async def receive_application(command: ReceiveApplication, work: Work) -> Case:
    """Open an application; where its papers allow, it is accepted and handed on at once.

    Raises:
        Invalid: no such item; a registration for work without a wish; a wrong id number.
        Final: ``already-received``, this number of this system came before.
    """
    item, origin = work.items.get(command.item_code), command.origin
    if item.takes_wish and command.wish is None:
        raise Invalid("wish-needed", "请填写求职意向。", "Say what work is wanted.", field="wish")
    if origin.source and origin.reference:
        await refuse_repeat(origin.source, origin.reference, work)
    applicant = await work.people.register(command.person) if command.person else None
    case = await _opened(command, item, applicant, work)
    case = keep(
        case,
        ApplicationReceived,
        work,
        channel=origin.channel,
        green_channel=case.green_channel,
    )
    await register(PROJECT, case.project_no, case, work)
    if origin.source and origin.reference:
        await register(origin.source, origin.reference, case, work)
    return await check_papers(case, item, work)


async def _opened(
    command: ReceiveApplication, item: Item, applicant: str | None, work: Work
) -> Case:
    case = Case(
        id=work.new_id("case"),
        version=0,
        project_no=await _next_number(work),
        item_code=item.code,
        item_name=item.name,
        kind=item.kind,
        decided_by=item.decided_by,
        origin=command.origin,
        orgunit=work.cause.orgunit,
        state=State.RECEIVED,
        received_at=work.now,
        papers=listed(item, command.papers),
        promised=command.promised,
        applicant=applicant,
        green_channel=command.green_channel,
        wish=command.wish if item.takes_wish else None,
        consented=command.consented,
    )
    return case.with_receipt(ReceiptKind.RECEIVED, work.now)


async def _next_number(work: Work) -> str:
    # The day on the counter's calendar: an application of 07:00 belongs to that day, not to the
    # day before in UTC. China keeps one offset all year.
    day = f"{work.now + _BEIJING:%Y%m%d}"
    last = await work.numbers.find(day) or DailyNumber(day, 0)
    return work.numbers.save(last.following()).project_no
