"""The two clocks of a bundle: the notice of all that is missing, and the limit of a joint decision.

Every other limit is that of one of its applications.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from services.intake.domain.bundle.bundle import Bundle, BundleState, Stand, is_answered, stands
from services.intake.domain.case.case import Case
from services.intake.domain.catalogue.item import RED, YELLOW
from shared.calendar import (
    Alert,
    Calendar,
    DeadlineClock,
    Extension,
    Limit,
    Start,
    Threshold,
    Unit,
    alert_of,
)
from shared.values import Invalid, Refusal

NOTICE = "merged-notice"
"""补正告知: every office's five working days begin together, so the one notice has the same
(XKF 32(四)); it turns red when the last day begins, and then goes out with what is known."""
JOINT = "joint"
"""统一办理、联合办理: 45 working days (XKF 42, second paragraph)."""

JOINT_LIMIT = Limit(45, Unit.WORKING_DAYS)
LONGEST_JOINT_EXTENSION = 15
"""Once, as the head of the people's government of that level approves (XKF 42)."""
_NOTICE_LIMIT = Limit(5, Unit.WORKING_DAYS)


def followed(bundle: Bundle, cases: Sequence[Case], now: datetime, calendar: Calendar) -> Bundle:
    """Return the bundle as its applications and its clocks now are."""
    stand = stands(bundle, cases)
    kept = [_following(clock, bundle, stand, cases, now, calendar) for clock in bundle.clocks]
    names = {clock.name for clock in kept}
    if not bundle.clocks and _awaits_notice(bundle, cases):
        kept.append(_notice(bundle, calendar))
    if bundle.joint and stand.state is BundleState.ACCEPTED and JOINT not in names:
        kept.append(_joint(stand.accepted_at or now, calendar))
    timed = bundle.with_clocks(kept, now, calendar)
    return replace(timed, stand=replace(stand, due_at=_within(stand.due_at, timed)))


def notice_is_due(bundle: Bundle, cases: Sequence[Case], now: datetime, calendar: Calendar) -> bool:
    """Tell whether what is missing is told now: all offices have looked, or the last day begins."""
    if bundle.noticed_at is not None or not any(case.prepared for case in cases):
        return False
    running = [clock for clock in bundle.open_clocks if clock.name == NOTICE]
    last_day = any(alert_of(c, calendar, now) in {Alert.RED, Alert.OVERDUE} for c in running)
    return last_day or all(map(is_answered, cases))


def extended(bundle: Bundle, extension: Extension, calendar: Calendar) -> Bundle:
    """联合办理延期: the joint limit is longer, once.

    Raises:
        Invalid: by more than the law allows (field ``amount``).
        Refusal: no joint limit runs; extended before, or asked for too late.
    """
    if not any(clock.name == JOINT for clock in bundle.open_clocks):
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
    clocks = [c.extended(extension, calendar) if c.name == JOINT else c for c in bundle.clocks]
    return bundle.with_clocks(clocks, extension.asked_at, calendar)


def _following(
    clock: DeadlineClock,
    bundle: Bundle,
    stand: Stand,
    cases: Sequence[Case],
    now: datetime,
    calendar: Calendar,
) -> DeadlineClock:
    if clock.ended_at is not None:
        return clock
    runs = stand.state is BundleState.ACCEPTED
    if clock.name == NOTICE:
        runs = _awaits_notice(bundle, cases)
    noted = (at for pause in clock.pauses for at in (pause.since, pause.until) if at)
    at = max(now, clock.started_at, *noted)
    if clock.name == JOINT:
        clock = _standing(clock, cases, at, calendar)
    return clock if runs else clock.ended(at)


def _standing(
    clock: DeadlineClock, cases: Sequence[Case], at: datetime, calendar: Calendar
) -> DeadlineClock:
    # What a hearing or an inspection takes is not counted in any limit of that section (XKF 45).
    procedure = next((case.open_procedure for case in cases if case.open_procedure), None)
    if procedure is not None and clock.open_pause is None:
        return clock.paused(at, procedure.kind, calendar)
    if procedure is None and clock.open_pause is not None:
        return clock.resumed(at, calendar)
    return clock


def _awaits_notice(bundle: Bundle, cases: Sequence[Case]) -> bool:
    return bundle.noticed_at is None and not all(map(is_answered, cases))


def _notice(bundle: Bundle, calendar: Calendar) -> DeadlineClock:
    return DeadlineClock.begun(
        NOTICE,
        _NOTICE_LIMIT,
        bundle.received_at,
        calendar,
        start=Start.NEXT_WORKDAY,
        red=Threshold(left=0),
    )


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
    joint = [c.due_at for c in bundle.open_clocks if c.name == JOINT and c.due_at is not None]
    return min((at for at in (due_at, *joint) if at is not None), default=None)
