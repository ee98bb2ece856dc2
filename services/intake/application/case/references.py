"""Finding an application by somebody's number for it."""

from services.intake.application.ports import Work
from services.intake.domain.case.case import Case
from services.intake.domain.case.records import PROJECT, Reference
from shared.values import Final, NotFound


async def refuse_repeat(register: str, number: str, work: Work) -> None:
    """Raise `Final` when this number of this register is an application already."""
    known = await work.references.find(Reference.key(register, number))
    if known is not None:
        case = await work.cases.get(known.case)
        raise Final(
            "already-received",
            f"这份申请已收件，办件编号 {case.project_no}，无须重复提交。",
            f"This application was received already; its number is {case.project_no}.",
            field="reference",
        )


def register_own(case: Case, work: Work) -> None:
    """Let a new application be found by its own number, which was given to nobody before."""
    # Not looked up first: what a batch will number cannot be foreseen, and each look would be a
    # question to the store.
    work.references.save(Reference(Reference.key(PROJECT, case.project_no), 0, case.id))


async def register(register: str, number: str, case: Case, work: Work) -> bool:
    """Let an application be found by a number; tell False of one that leads elsewhere: it stays."""
    key = Reference.key(register, number)
    known = await work.references.find(key)
    if known is None:
        work.references.save(Reference(key, 0, case.id))
    return known is None or known.case == case.id


async def number_with(partner: str, case: Case, work: Work) -> str:
    """Return the number by which a partner answers for an application, which then leads here.

    It is the submitting system's, or else ours. Two systems may number alike: a number by which
    this partner has another application already is passed over, or its answer would decide that.
    """
    for number in (case.origin.reference, case.project_no):
        if number and await register(partner, number, case, work):
            return number
    await register(partner, case.id, case, work)
    return case.id


async def by_number(number: str, registers: tuple[str, ...], work: Work) -> Case:
    """Return the application with this number in the first register that has it.

    Raises:
        NotFound: ``unknown-reference``; the event is parked and can be replayed.
    """
    for name in registers:
        known = await work.references.find(Reference.key(name, number))
        if known is not None:
            return await work.cases.get(known.case)
    raise unknown_reference()


async def handed_to(partner: str, number: str, work: Work) -> Case:
    """Return the application that this partner decides, by its number or by ours.

    Raises:
        NotFound: nothing with this number was handed to this partner.
    """
    case = await by_own_or_partner_number(number, partner, work)
    if case.handed_to != partner:
        raise unknown_reference()
    return case


def unknown_reference() -> NotFound:
    """Return what is said of a number that leads nowhere."""
    return NotFound(
        "unknown-reference",
        "没有找到这个编号的办件，请核对编号，或待申请送达后重放此消息。",
        "No application has this number; check it, or replay this once the application is here.",
        field="reference",
    )


async def by_own_or_partner_number(number: str, partner: str, work: Work) -> Case:
    """Return the application by the partner's own number, else by our project number."""
    return await by_number(number, (partner, PROJECT), work)
