"""The clocks of an application: when each begins, stands still and ends, by the state it is in."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from services.intake.domain.case.case import Case
from services.intake.domain.case.parts import Outcome
from services.intake.domain.case.states import PROMISING, State
from services.intake.domain.catalogue.item import NOBODY, RED, YELLOW, Item
from services.intake.domain.promise.promise import CLOCK as PROMISED_PAPER
from shared.calendar import Calendar, DeadlineClock, Limit, Start, Threshold, Unit

ONLINE_CHECK = "online-check"
"""预受理: what was submitted online is looked at within a working day (domain.md 3)."""
CORRECTION_NOTICE = "correction-notice"
"""一次性告知: five working days from the receipt of the papers (XKF 32(四), 82)."""
CORRECTION = "correction"
"""How long the applicant may take to correct, where the item says so."""
STATUTORY = "statutory"
PROMISED = "promised"
SPECIAL_PROCEDURE = "special-procedure"
"""How long a special procedure may take, as the applicant was told."""
DELIVERY = "delivery"
"""送达: an approval reaches the applicant within ten working days of the decision (XKF 44, 82)."""

DECISION = (STATUTORY, PROMISED)
_FIXED: Mapping[str, Limit] = {
    ONLINE_CHECK: Limit(1, Unit.WORKING_DAYS),
    CORRECTION_NOTICE: Limit(5, Unit.WORKING_DAYS),
    DELIVERY: Limit(10, Unit.WORKING_DAYS),
}
_RUNNING: Mapping[State, tuple[str, ...]] = {
    # The law counts from when the papers came: to look at them beforehand gains the office no time.
    State.SUBMITTED: (ONLINE_CHECK, CORRECTION_NOTICE),
    State.RECEIVED: (CORRECTION_NOTICE,),
    State.CORRECTION: (CORRECTION,),
    State.ACCEPTED: DECISION,
    State.IN_REVIEW: DECISION,
    State.SUSPENDED: (*DECISION, SPECIAL_PROCEDURE),
    State.RECALL_PENDING: (*DECISION, SPECIAL_PROCEDURE),
    State.DECIDED: (DELIVERY,),
}
_IN_PROCEDURE = (State.SUSPENDED, State.RECALL_PENDING)


def timed(case: Case, item: Item | None, now: datetime, calendar: Calendar) -> Case:
    """Let the clocks follow the state: no other runs than those that this state knows.

    Args:
        case: an application that has just reached its state.
        item: what it applies for; None where the catalogue has it no more and nothing begins.
        now: the instant of that.
        calendar: the calendar of its organisation.
    """
    kept = tuple(_following(clock, case, now, calendar) for clock in case.clocks)
    begun = tuple(_beginning(case, item, now, calendar))
    replaced = {clock.name for clock in begun}
    clocks = (*(clock for clock in kept if clock.name not in replaced), *begun)
    return case.with_clocks(clocks, now, calendar)


def _following(
    clock: DeadlineClock, case: Case, now: datetime, calendar: Calendar
) -> DeadlineClock:
    if clock.ended_at is not None:
        return clock
    at = _not_before(clock, now)
    procedure = case.open_procedure if case.state in _IN_PROCEDURE else None
    stands = procedure is not None and clock.name in DECISION
    if procedure and stands and clock.open_pause is None:
        clock = clock.paused(at, procedure.kind, calendar)
    if not stands and clock.open_pause is not None:
        clock = clock.resumed(at, calendar)
    return clock if _runs(clock.name, case) else clock.ended(at)


def _runs(name: str, case: Case) -> bool:
    if name.startswith(PROMISED_PAPER):
        owed = case.promise is not None and case.promise.owes(name.removeprefix(PROMISED_PAPER))
        return owed and case.state in PROMISING
    return name in _RUNNING.get(case.state, ())


def _beginning(
    case: Case, item: Item | None, now: datetime, calendar: Calendar
) -> Iterator[DeadlineClock]:
    has = {clock.name for clock in case.open_clocks}
    for name in _RUNNING.get(case.state, ()):
        # The limits for deciding run once; the others begin anew with new papers, a new procedure.
        if name in has or (name in DECISION and case.state is not State.ACCEPTED):
            continue
        limit = _limit(name, case, item)
        if limit is not None:
            since = case.accepted_at if name in DECISION and case.accepted_at else now
            yield DeadlineClock.begun(
                name,
                limit,
                since,
                calendar,
                start=Start.NEXT_WORKDAY,
                **_warnings(name, item),
                extendable=1 if name in DECISION else 0,
            )


def _warnings(name: str, item: Item | None) -> dict[str, Threshold | None]:
    if name == ONLINE_CHECK:
        # Of a single day nobody is warned when it begins, but on the morning of its end.
        return {"yellow": None, "red": Threshold(left=0)}
    return {"yellow": item.yellow if item else YELLOW, "red": item.red if item else RED}


def _limit(name: str, case: Case, item: Item | None) -> Limit | None:
    if name == DELIVERY and not _is_approved(case):
        return None
    if name in _FIXED:
        return _FIXED[name]
    if name == SPECIAL_PROCEDURE:
        return case.open_procedure.limit if case.open_procedure else None
    if name == CORRECTION:
        return None if item is None else item.correction_limit
    if item is None or item.decided_by == NOBODY:
        return None
    return item.legal if name == STATUTORY else item.promised


def _is_approved(case: Case) -> bool:
    # While promised papers are out nothing may be delivered; the time runs from the final approval.
    return case.decision is not None and case.decision.outcome is Outcome.APPROVED


def _not_before(clock: DeadlineClock, now: datetime) -> datetime:
    # Of two replicas one may be behind: its "now" must not lie before what the other has noted.
    noted = (at for pause in clock.pauses for at in (pause.since, pause.until) if at)
    return max(now, clock.started_at, *noted)
