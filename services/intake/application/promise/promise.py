"""Papers under a promise (容缺): may it be offered, what is in, is it good, is there more time."""

from dataclasses import dataclass

from services.intake.application.case.decide import release_if_complete
from services.intake.application.case.keeping import follow, keep_in_state
from services.intake.application.catalogue.items import item_of
from services.intake.application.ports import Work
from services.intake.application.promise.promising import is_barred, lapse_if_due
from services.intake.domain.case.case import Case
from services.intake.domain.counter.authorisations import must_not_judge
from services.intake.domain.promise.deficiency import checked, extended
from services.intake.domain.promise.offer import Offer, offer
from services.intake.domain.promise.promise import CLOCK
from shared.calendar import Extension
from shared.events.intake_lifecycle import PromiseChecked, PromiseExtended, PromiseRepaired
from shared.values import NotFound


@dataclass(frozen=True)
class CheckPaper:
    """A clerk looked at a promised paper that is in."""

    case: str
    paper: str
    good: bool
    reasons: str


@dataclass(frozen=True)
class ExtendPromise:
    """Force majeure kept the applicant from bringing a paper; `amount` in its limit's unit."""

    case: str
    paper: str
    amount: int
    reasons: str
    approver: str


@dataclass(frozen=True)
class MakeGood:
    """A reviewer says why a broken promise counts no more, at any application of the applicant."""

    case: str
    reasons: str


async def show_offer(key: str, work: Work) -> tuple[Case, Offer]:
    """Tell whether a promise may be offered for an application, and why not."""
    case = await work.cases.get(key)
    item = item_of(case, work)
    return case, offer(case, item, barred=await is_barred(case, work))


async def check_paper(command: CheckPaper, work: Work) -> Case:
    """核对, not by the applicant's agent. What is found bad after its date lapses at once."""
    case = await work.cases.get(command.case)
    must_not_judge(case.agent, work.cause.actor)
    case = checked(case, command.paper, good=command.good, note=command.reasons)
    case = keep_in_state(
        follow(case, work),
        PromiseChecked,
        work,
        paper=command.paper,
        good=command.good,
        reasons=command.reasons,
        deficient=case.deficient,
    )
    case = await lapse_if_due(case, command.paper, work)
    return release_if_complete(case, work)


async def extend_promise(command: ExtendPromise, work: Work) -> Case:
    """不可抗力延期, approved by who is not the applicant's agent."""
    case = await work.cases.get(command.case)
    must_not_judge(case.agent, command.approver)
    calendar = work.calendars.of(case.orgunit)
    extension = Extension(command.amount, command.approver, command.reasons, work.now)
    longer = extended(case, command.paper, extension, calendar)
    due = {clock.name: clock.due_at for clock in longer.open_clocks}
    return keep_in_state(
        longer,
        PromiseExtended,
        work,
        paper=command.paper,
        due_at=due[f"{CLOCK}{command.paper}"],
        approver=command.approver,
        reasons=command.reasons,
    )


async def make_good(command: MakeGood, work: Work) -> Case:
    """信用修复: the applicant made a broken promise good, and may be offered another.

    It is told of the application whose promise it was, whichever was named; that one is returned.
    """
    named = await work.cases.get(command.case)
    must_not_judge(named.agent, work.cause.actor)
    broken = await work.broken_promises.find(named.applicant) if named.applicant else None
    if broken is None:
        raise NotFound(
            "no-broken-promise",
            "申请人没有未修复的失信记录。",
            "The applicant has no broken promise to make good.",
        )
    case = await work.cases.get(broken.case)
    must_not_judge(case.agent, work.cause.actor)
    work.broken_promises.remove(broken)
    told = keep_in_state(case, PromiseRepaired, work, reasons=command.reasons, broken=case.id)
    return told if told.id == named.id else named
