"""When the one notice of a bundle is due, and the limit of a joint decision.

Every other limit is that of one of its applications.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from services.intake.domain.bundle.bundle import Bundle, BundleState, is_answered, stands
from services.intake.domain.case.case import Case
from services.intake.domain.case.clocks import CORRECTION_NOTICE
from services.intake.domain.catalogue.item import RED, YELLOW
from shared.calendar import (
    Alert,
    Calendar,
    Calendars,
    DeadlineClock,
    Extension,
    Limit,
    Start,
    Threshold,
    Unit,
    alert_of,
    next_alert,
)
from shared.values import Invalid, Refusal

JOINT = "joint"
"""统一办理、联合办理: 45 working days (XKF 42, second paragraph)."""

JOINT_LIMIT = Limit(45, Unit.WORKING_DAYS)
LONGEST_JOINT_EXTENSION = 15
"""Once, as the head of the people's government of that level approves (XKF 42)."""
_LAST_DAY = Threshold(left=0)


def followed(bundle: Bundle, cases: Sequence[Case], now: datetime, calendar: Calendar) -> Bundle:
    """Return the bundle as its applications and its clock now are."""
    stand = stands(bundle, cases)
    runs = stand.state is BundleState.ACCEPTED
    kept = [
        clock if clock.ended_at else _following(clock, cases, now, calendar, runs=runs)
        for clock in bundle.clocks
    ]
    if bundle.joint and runs and not kept:
        kept.append(_joint(stand.accepted_at or now, calendar))
    timed = bundle.with_clocks(kept, now, calendar)
    return replace(timed, stand=replace(stand, due_at=_within(stand.due_at, timed)))


def notice_is_due(
    bundle: Bundle, cases: Sequence[Case], now: datetime, calendars: Calendars
) -> bool:
    """Tell whether what is missing is told now: all offices have looked, or a last day begins.

    The five working days (XKF 32(四)) are those of each application, by its office's own calendar:
    what one of them has noted in time is told in time.
    """
    if bundle.noticed_at is not None or not any(case.prepared for case in cases):
        return False
    late = (
        alert_of(clock, calendar, now) in {Alert.RED, Alert.OVERDUE}
        for clock, calendar in _last_days(cases, calendars)
    )
    return any(late) or all(map(is_answered, cases))


def next_notice(
    bundle: Bundle, cases: Sequence[Case], now: datetime, calendars: Calendars
) -> datetime | None:
    """Return when the first last day begins of what is noted and not told yet."""
    if bundle.noticed_at is not None:
        return None
    found = (next_alert([c], calendar, now) for c, calendar in _last_days(cases, calendars))
    return min((turn[0] for turn in found if turn is not None), default=None)


def extended(bundle: Bundle, extension: Extension, calendar: Calendar) -> Bundle:
    """联合办理延期: the joint limit is longer, once.

    Raises:
        Invalid: by more than the law allows (field ``amount``).
        Refusal: no joint limit runs; extended before, or asked for too late.
    """
    if not bundle.open_clocks:
        raise Refusal(
            "no-joint-limit",
            "此件没有正在计算的联合办理期限，无须延长。",
            "No limit of a joint decision runs here; there is nothing to extend.",
        )
    if not 1 <= extension.amount <= LONGEST_JOINT_EXTENSION:
        raise Invalid(
            "extension-too-long",
            f"联合办理最多延长 {LONGEST_JOINT_EXTENSION} 个工作日。",
            f"A joint limit is extended by {LONGEST_JOINT_EXTENSION} working days at the most.",
            field="amount",
        )
    clocks = [c if c.ended_at else c.extended(extension, calendar) for c in bundle.clocks]
    longer = bundle.with_clocks(clocks, extension.asked_at, calendar)
    due_at = _within(bundle.stand.due_at, longer)
    return replace(longer, stand=replace(bundle.stand, due_at=due_at))


def _following(
    clock: DeadlineClock, cases: Sequence[Case], now: datetime, calendar: Calendar, *, runs: bool
) -> DeadlineClock:
    noted = (at for pause in clock.pauses for at in (pause.since, pause.until) if at)
    # Of two replicas one may be behind: its "now" must not lie before what the other has noted.
    at = max(now, clock.started_at, *noted)
    # What a hearing or an inspection takes is not counted in any limit of that section (XKF 45).
    procedure = next((case.open_procedure for case in cases if case.open_procedure), None)
    if procedure is not None and clock.open_pause is None:
        clock = clock.paused(at, procedure.kind, calendar)
    elif procedure is None and clock.open_pause is not None:
        clock = clock.resumed(at, calendar)
    return clock if runs else clock.ended(at)


def _last_days(
    cases: Sequence[Case], calendars: Calendars
) -> Iterator[tuple[DeadlineClock, Calendar]]:
    """Yield the notice clocks of what is prepared, such that they turn red on their last day."""
    for case in cases:
        for clock in case.open_clocks if case.prepared else ():
            if clock.name == CORRECTION_NOTICE:
                yield replace(clock, yellow=None, red=_LAST_DAY), calendars.of(case.orgunit)


def _joint(since: datetime, calendar: Calendar) -> DeadlineClock:
    return DeadlineClock.begun(
        JOINT,
        JOINT_LIMIT,
        since,
        calendar,
        start=Start.NEXT_WORKDAY,
        yellow=YELLOW,
        red=RED,
        extendable=1,
    )


def _within(due_at: datetime | None, bundle: Bundle) -> datetime | None:
    joint = [clock.due_at for clock in bundle.open_clocks if clock.due_at is not None]
    return min((at for at in (due_at, *joint) if at is not None), default=None)
