"""Special procedures: an extension moves the limits for deciding, all others stop them."""

from dataclasses import replace
from datetime import datetime

from services.intake.domain.case.case import Case
from services.intake.domain.case.clocks import DECISION, PROMISED, timed
from services.intake.domain.case.grounds import must_be_given
from services.intake.domain.case.hearings import must_be_lawful
from services.intake.domain.case.parts import Procedure, ReceiptKind
from services.intake.domain.case.states import TABLE, Command
from services.intake.domain.catalogue.item import LONGEST_EXTENSION, Item
from shared.calendar import Calendar, DeadlineClock, Extension
from shared.values import Final, Invalid


def started(
    case: Case, procedure: Procedure, item: Item | None, now: datetime, calendar: Calendar
) -> Case:
    """特别程序开始: the clocks stand still.

    Raises:
        Refusal: while another one runs.
        Invalid: a hearing outside the limits of the law.
    """
    state = TABLE.next(case.state, Command.START_PROCEDURE)
    must_be_given(procedure.reason, "reason")
    must_be_lawful(procedure, now, calendar)
    begun = replace(case, state=state, procedures=(*case.procedures, procedure))
    return timed(begun.with_receipt(ReceiptKind.PROCEDURE, now), item, now, calendar)


def ended(case: Case, result: str, item: Item | None, now: datetime, calendar: Calendar) -> Case:
    """特别程序结束: the clocks run on with what was left of them."""
    state = TABLE.next(case.state, Command.END_PROCEDURE)
    last = replace(case.procedures[-1], ended_at=now, result=result)
    over = replace(case, state=state, procedures=(*case.procedures[:-1], last))
    return timed(over, item, now, calendar)


def extended(
    case: Case, procedure: Procedure, item: Item | None, now: datetime, calendar: Calendar
) -> Case:
    """延长审批: the limits for deciding are longer, once.

    Raises:
        Refusal: not in this state; extended before, or too late.
        Invalid: more than the item allows, or in another unit; with a hearing.
    """
    state = TABLE.next(case.state, Command.EXTEND)
    must_be_given(procedure.reason, "reason")
    must_be_lawful(procedure, now, calendar)
    extensible = [clock for clock in case.open_clocks if clock.name in DECISION]
    if not extensible:
        raise Final(
            "nothing-to-extend",
            "此件没有办理期限，无须延长。",
            "No limit runs for deciding this application; there is nothing to extend.",
        )
    _must_fit(procedure, extensible, LONGEST_EXTENSION if item is None else item.extension)
    limit = procedure.limit
    extension = Extension(limit.amount, procedure.approver, procedure.reason, now)

    def following(clock: DeadlineClock) -> DeadlineClock:
        # A promise that was broken already stays broken; the law's limit may still be extended.
        broken = clock.name == PROMISED and clock.due_at is not None and clock.due_at < now
        return clock if clock not in extensible or broken else clock.extended(extension, calendar)

    noted = replace(case, state=state, procedures=(*case.procedures, procedure))
    told = noted.with_receipt(ReceiptKind.EXTENDED, now)
    return told.with_clocks(map(following, case.clocks), now, calendar)


def _must_fit(procedure: Procedure, clocks: list[DeadlineClock], most: int) -> None:
    limit, units = procedure.limit, {clock.limit.unit for clock in clocks}
    if limit.amount > most or units != {limit.unit}:
        told = "、".join(sorted(units))
        raise Invalid(
            "extension-too-long",
            f"此件最多延长 {most}，单位为 {told}。",
            f"It may be extended by {most} at the most, in the unit {told}.",
            field="limit",
        )
