"""The day of a visit is over: the need that was stated for it goes, and with it the priority."""

from services.intake.application.case.keeping import keep_in_state
from services.intake.application.ports import Work
from services.intake.domain.case.case import Case
from services.intake.domain.counter.need import visit_over
from shared.events.intake_work import VisitEnded


async def end_visit(key: str, work: Work) -> Case:
    """绿色通道到当日为止."""
    case = await work.cases.get(key)
    if case.need is None or not visit_over(case, work.now):
        return case
    return keep_in_state(case, VisitEnded, work)
