"""The steps of a review (承办→审核→批准), and the look on the spot by two of the staff."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from services.intake.domain.case.duties import must_be_apart
from services.intake.domain.case.file import CaseFile
from services.intake.domain.case.parts import OnSiteReview, StepTaken
from services.intake.domain.case.states import TABLE, Command
from services.intake.domain.catalogue.policies import ReviewStep
from services.intake.domain.counter.authorisations import must_not_judge
from shared.values import Invalid, NotAllowed, Refusal

C = TypeVar("C", bound=CaseFile)

FEWEST_ON_SITE = 2
"""XKF 34: the substance is verified by two of the staff or more."""

STEP_NAMES = {
    ReviewStep.HANDLE: ("承办", "handle"),
    ReviewStep.EXAMINE: ("审核", "examine"),
    ReviewStep.APPROVE: ("批准", "approve"),
}


def standing(steps: Sequence[StepTaken]) -> tuple[StepTaken, ...]:
    """Return the steps that hold: one that was not passed takes back the one before it."""
    held: tuple[StepTaken, ...] = ()
    for step in steps:
        held = (*held, step) if step.passed else held[:-1]
    return held


def step_taken(case: C, by: str, opinion: str, *, passed: bool, now: datetime) -> C:
    """Take the next step, or give the last one back.

    Raises:
        Refusal: there is no step to take, or none before it to give back.
        NotAllowed: this person accepted it, or took another step of the same review.
    """
    state = TABLE.next(case.state, Command.TAKE_STEP)
    must_be_apart(case, by)
    held = standing(case.steps)
    last = len(held) >= len(case.review_steps) - 1
    if passed and last:
        raise Refusal(
            "no-step-left",
            "审查步骤已全部完成（或本事项不设步骤），请作出决定。",
            "No step of the review is left; decide it.",
        )
    if not passed and not held:
        raise Refusal(
            "nothing-to-give-back",
            "之前没有已完成的步骤，无法退回。",
            "No step was taken before this one; there is nothing to give back.",
            field="passed",
        )
    _must_be_another(held, by)
    step = StepTaken(case.review_steps[len(held)], by, opinion, passed, now)
    return replace(case, state=state, steps=(*case.steps, step))


def visited(case: C, by: tuple[str, ...], told_by: str, findings: str, now: datetime) -> C:
    """现场核查, as one of those who went tells it (`told_by`).

    Raises:
        Invalid: fewer than two different staff (XKF 34), or who tells it was not there.
    """
    state = TABLE.next(case.state, Command.RECORD_ONSITE)
    for person in by:
        must_not_judge(case.agent, person)
    if len(set(by)) < FEWEST_ON_SITE:
        raise Invalid(
            "two-staff-needed",
            "现场核查应由两名以上工作人员进行，请填写两个不同的工号。",
            "A review on the spot needs two different members of staff; name both.",
            field="by",
        )
    if told_by not in by:
        raise Invalid(
            "not-there",
            f"现场核查由到场人员登记，请在 by 中写上您本人的工号 {told_by}，或请到场人员登记。",
            f"One of those who went records it: put yourself ({told_by}) among them, or let them.",
            field="by",
        )
    visit = OnSiteReview(tuple(dict.fromkeys(by)), findings, now)
    return replace(case, state=state, onsite=visit)


def must_be_done(case: CaseFile, by: str) -> None:
    """Raise `Refusal` while a step or the look on the spot is outstanding.

    Raises:
        NotAllowed: who decides took a step of this review.
    """
    held = standing(case.steps)
    outstanding = case.review_steps[:-1][len(held) :]
    if outstanding:
        zh = "、".join(STEP_NAMES[step][0] for step in outstanding)
        raise Refusal(
            "steps-outstanding",
            f"审查步骤尚未完成，不能作出决定；待完成：{zh}。",
            f"It cannot be decided before these steps: {', '.join(outstanding)}.",
        )
    if case.onsite_needed and case.onsite is None:
        raise Refusal(
            "onsite-review-needed",
            "此件须经两名以上工作人员现场核查后方可决定。",
            "It is decided after a review on the spot by two of the staff.",
        )
    _must_be_another(held, by)


def _must_be_another(held: Sequence[StepTaken], by: str) -> None:
    taken = [step for step in held if step.by == by]
    if taken:
        zh, en = STEP_NAMES[taken[0].step]
        raise NotAllowed(
            "another-person-needed",
            f"您已在本件中担任“{zh}”，此步骤须由他人办理。",
            f"You took the step '{en}' of this application; another person must take this one.",
        )
