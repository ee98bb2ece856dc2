"""听证: the limits that the licensing law sets for a hearing (XKF 46 to 48, 82).

What was asked for in time is organised within twenty working days (XKF 47). Past them it can only
be held late, and it must be: the office's failing, which the notice tells by its dates, is no
reason to keep a hearing out of the file.
"""

from datetime import date, datetime, time

from services.intake.domain.case.parts import Procedure, ProcedureKind
from shared.calendar import CST, Calendar, DeadlineClock, Limit, Start, Unit
from shared.values import Invalid

NOTICE = Limit(7, Unit.WORKING_DAYS)
"""Time and place are told seven days before it is held (XKF 48(一)); what is begun now tells it."""
TO_ASK = Limit(5, Unit.WORKING_DAYS)
"""Who was told of the right to a hearing asks for one within five days (XKF 47).

Article 82 counts the office's limits in working days and is silent on the applicant's: working days
are the longer reading, and the applicant's.
"""


def must_be_lawful(procedure: Procedure, now: datetime, calendar: Calendar) -> None:
    """Raise `Invalid` (field ``hearing``) for a hearing outside these limits.

    Args:
        procedure: the special procedure that begins.
        now: when the applicant is told of time and place, in the notice of the procedure.
        calendar: the calendar of the office.
    """
    hearing = procedure.hearing
    if (procedure.kind is ProcedureKind.HEARING) != (hearing is not None):
        raise _wrong(
            "hearing-needed",
            "听证须在 hearing 中写明举行时间和地点；其他特别程序不填。",
            "A hearing says in `hearing` when and where it is held; no other procedure does.",
        )
    if hearing is None:
        return
    if hearing.held_at <= _end(NOTICE, now, calendar):
        raise _wrong(
            "hearing-too-soon",
            "听证应当于举行的七个工作日前通知申请人，请另定举行时间。",
            "The applicant is told seven working days before a hearing: hold it later.",
        )
    _must_be_asked_in_time(hearing.told_on, hearing.asked_on, _day(now), calendar)


def _must_be_asked_in_time(
    told: date | None, asked: date | None, today: date, calendar: Calendar
) -> None:
    out_of_order = asked is not None and (told is None or told > asked)
    if out_of_order or any(day > today for day in (told, asked) if day is not None):
        raise _wrong(
            "hearing-dates",
            "请填写告知听证权利的日期 told_on，不晚于提出申请的日期 asked_on；二者都不晚于今天。",
            "Say when the right was told (`told_on`), not after `asked_on`; neither after today.",
        )
    if told and asked and _noon(asked) > _end(TO_ASK, _noon(told), calendar):
        raise _wrong(
            "hearing-asked-late",
            "听证申请超过告知之日起五日；行政机关自行决定听证的，不填 asked_on。",
            "It was asked for after five days; where the office holds it of its own accord, leave"
            " `asked_on` out.",
        )


def _end(limit: Limit, since: datetime, calendar: Calendar) -> datetime:
    due = DeadlineClock.begun("hearing", limit, since, calendar, start=Start.NEXT_WORKDAY).due_at
    return since if due is None else due


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), CST)


def _day(at: datetime) -> date:
    return at.astimezone(CST).date()


def _wrong(code: str, zh: str, en: str) -> Invalid:
    return Invalid(code, zh, en, field="hearing")
