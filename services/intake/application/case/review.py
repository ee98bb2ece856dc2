"""Steps of a review, and the look on the spot."""

from dataclasses import dataclass

from services.intake.application.case.keeping import keep_in_state
from services.intake.application.people.unnamed import must_not_name_person
from services.intake.application.ports import Work
from services.intake.domain.case.case import Case
from services.intake.domain.case.review import step_taken, visited
from shared.events.intake_lifecycle import OnSiteReviewRecorded, ReviewStepTaken


@dataclass(frozen=True)
class TakeStep:
    """A reviewer takes the next step, or gives the one before back."""

    case: str
    by: str
    opinion: str
    passed: bool


@dataclass(frozen=True)
class RecordOnSite:
    """Who looked at it on the spot, and what they found; `told_by` is one of them."""

    case: str
    by: tuple[str, ...]
    findings: str
    told_by: str


async def take_step(command: TakeStep, work: Work) -> Case:
    """承办, 审核, 批准, by somebody who did not accept it."""
    case = await work.cases.get(command.case)
    # An opinion is not announced, but it goes out to other platforms.
    for person in (case.applicant, case.agent):
        await must_not_name_person(command.opinion, person, "opinion", work)
    taken = step_taken(case, command.by, command.opinion, passed=command.passed, now=work.now)
    step = taken.steps[-1]
    return keep_in_state(
        taken, ReviewStepTaken, work, step=step.step, by=step.by, passed=step.passed
    )


async def record_onsite_review(command: RecordOnSite, work: Work) -> Case:
    """现场核查 by two of the staff or more."""
    case = await work.cases.get(command.case)
    seen = visited(case, command.by, command.told_by, command.findings, work.now)
    return keep_in_state(seen, OnSiteReviewRecorded, work, by=tuple(dict.fromkeys(command.by)))
