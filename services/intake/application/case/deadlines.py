"""What time brings: a clock warns or runs out, silence accepts, a new calendar moves due times."""

from services.intake.application.case.check import accept_by_silence
from services.intake.application.case.end import end_uncorrected
from services.intake.application.case.keeping import keep_in_state, watch
from services.intake.application.ports import Work
from services.intake.application.promise.promising import lapse_if_due
from services.intake.domain.case.case import Case
from services.intake.domain.case.clocks import CORRECTION, CORRECTION_NOTICE
from services.intake.domain.promise.promise import CLOCK as PROMISED_PAPER
from shared.calendar import Alert, DeadlineClock
from shared.deadlines import ClockMove
from shared.events.intake_deadlines import CaseDeadlineMoved, CaseNearDue, CaseOverdue


async def look_at_clocks(key: str, work: Work) -> Case:
    """Announce each clock that stands worse than was announced; what ran out has its effect.

    Where nothing does, as after a later due time, only the next look is set.
    """
    case = await work.cases.get(key)
    calendar = work.calendars.of(case.orgunit)
    for clock, alert in case.unwarned(work.now, calendar):
        # What one that ran out brought about may have ended another.
        if clock.name not in {running.name for running in case.open_clocks}:
            continue
        case = _announced(case, clock, alert, work)
        if alert is Alert.OVERDUE:
            case = await _run_out(case, clock, work)
    watch(case, work)
    return case


async def apply_calendar(keys: tuple[str, ...], work: Work) -> list[tuple[Case, ClockMove]]:
    """Move the due times of these applications to the calendar that is loaded now.

    One that stands as this calendar says already is left alone: applying again changes nothing.
    """
    applied = []
    for key in keys:
        case = await work.cases.get(key)
        calendar = work.calendars.of(case.orgunit)
        for move in case.moves(calendar):
            case = keep_in_state(
                case.moved(move, work.now, calendar),
                CaseDeadlineMoved,
                work,
                **{**move.told, **_told(case, move.clock)},
            )
            applied.append((case, move))
    return applied


async def _run_out(case: Case, clock: DeadlineClock, work: Work) -> Case:
    if clock.name == CORRECTION_NOTICE:
        return await accept_by_silence(case, clock.started_at, work)
    if clock.name == CORRECTION:
        return end_uncorrected(case, work)
    if clock.name.startswith(PROMISED_PAPER):
        return await lapse_if_due(case, clock.name.removeprefix(PROMISED_PAPER), work)
    return case


def _told(case: Case, clock: DeadlineClock) -> dict[str, str | bool]:
    # Each promised paper has a clock of its own; to a reader they are one kind.
    kind, _, paper = clock.name.partition(":")
    if not paper or case.promise is None:
        return {"clock": kind}
    waits = case.promise.term(paper).waits_for_check
    return {"clock": kind, "paper": paper, "handed_in": waits}


def _announced(case: Case, clock: DeadlineClock, alert: Alert, work: Work) -> Case:
    event = CaseOverdue if alert is Alert.OVERDUE else CaseNearDue
    return keep_in_state(
        case.warning(clock.name, alert),
        event,
        work,
        **_told(case, clock),
        due_at=clock.due_at,
        alert=alert,
        provisional=clock.provisional,
        handed_to=case.handed_to,
    )
