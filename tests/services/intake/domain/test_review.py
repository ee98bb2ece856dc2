"""Steps of a review by different persons, two staff on the spot, and how an approval is revoked."""

from dataclasses import replace

import pytest

from services.intake.domain.case.case import Case
from services.intake.domain.case.endings import archived, revoked
from services.intake.domain.case.grounds import RevocationGround
from services.intake.domain.case.parts import Decision, Outcome, Revocation
from services.intake.domain.case.review import standing, step_taken, visited
from services.intake.domain.case.states import State
from services.intake.domain.catalogue.policies import ReviewStep
from shared.values import Invalid, NotAllowed, Refusal
from tests.services.intake.domain.cases import ITEM, MONDAY, received

THREE = replace(ITEM, review_steps=tuple(ReviewStep))
REVOKED = Revocation(
    "东胜区民政局", RevocationGround.DECEPTION, "行政许可法 69", "伪造。", "stf_r1", MONDAY
)


def reviewed() -> Case:
    """Return an application whose review asks for all three steps."""
    return received().accept(ITEM, MONDAY).start_review(item=THREE)


def take(case: Case, by: str, *, passed: bool = True) -> Case:
    return step_taken(case, by, "同意。", passed=passed, now=MONDAY)


def decide(case: Case, by: str) -> Case:
    return case.decide(Decision(Outcome.APPROVED, "符合条件。", by, MONDAY))


def test_the_steps_are_taken_in_order_by_different_persons_and_the_last_is_the_decision() -> None:
    case = take(take(reviewed(), "a"), "b")
    assert [step.step for step in case.steps] == [ReviewStep.HANDLE, ReviewStep.EXAMINE]
    assert decide(case, "c").state is State.DECIDED


def test_a_decision_before_the_steps_names_what_is_outstanding() -> None:
    with pytest.raises(Refusal, match="examine") as refused:
        decide(take(reviewed(), "a"), "c")
    assert (refused.value.code, "审核" in refused.value.zh) == ("steps-outstanding", True)


def test_who_took_a_step_takes_no_other_and_does_not_decide() -> None:
    with pytest.raises(NotAllowed, match="handle"):
        take(take(reviewed(), "a"), "a")
    with pytest.raises(NotAllowed, match="examine"):
        decide(take(take(reviewed(), "a"), "b"), "b")


def test_a_step_that_is_given_back_is_redone_even_by_who_took_it() -> None:
    back = take(take(take(reviewed(), "a"), "b"), "c", passed=False)
    assert [step.by for step in standing(back.steps)] == ["a"]
    again = take(back, "b")
    assert decide(again, "c").state is State.DECIDED


def test_nothing_is_given_back_before_a_step_was_taken() -> None:
    with pytest.raises(Refusal, match="nothing to give back"):
        take(reviewed(), "a", passed=False)


def test_an_item_without_steps_is_decided_at_once() -> None:
    plain = received().accept(ITEM, MONDAY).start_review(item=ITEM)
    with pytest.raises(Refusal, match="No step"):
        take(plain, "a")
    assert decide(plain, "a").state is State.DECIDED


@pytest.mark.parametrize("wish", ["item", "reviewer"])
def test_the_item_or_the_reviewer_may_want_it_looked_at_by_two_of_the_staff(wish: str) -> None:
    asked = replace(ITEM, onsite_review=wish == "item")
    case = received().accept(ITEM, MONDAY).start_review(item=asked, onsite=wish == "reviewer")
    with pytest.raises(Refusal, match="on the spot"):
        decide(case, "c")
    seen = visited(case, ("a", "b", "a"), "b", "属实。", MONDAY)
    assert seen.onsite is not None
    assert seen.onsite.by == ("a", "b")
    assert decide(seen, "c").state is State.DECIDED


@pytest.mark.parametrize("by", [("a",), ("a", "a")])
def test_one_person_is_not_two(by: tuple[str, ...]) -> None:
    with pytest.raises(Invalid, match="two different") as refused:
        visited(reviewed(), by, "a", "属实。", MONDAY)
    assert refused.value.field == "by"


def test_who_was_not_there_does_not_record_what_was_seen() -> None:
    with pytest.raises(Invalid, match="put yourself") as refused:
        visited(reviewed(), ("a", "b"), "c", "属实。", MONDAY)
    assert (refused.value.code, refused.value.field) == ("not-there", "by")


def test_who_accepted_a_promised_item_takes_no_step_of_its_review_and_does_not_decide() -> None:
    with pytest.raises(NotAllowed, match="You accepted"):
        take(replace(reviewed(), accepted_by="a"), "a")
    begun = received().accept(ITEM, MONDAY).start_review(item=ITEM)
    plain = replace(begun, accepted_by="a")
    with pytest.raises(NotAllowed, match="You accepted"):
        decide(plain, "a")
    assert decide(plain, "b").state is State.DECIDED


def test_the_steps_are_those_of_when_the_review_began() -> None:
    case = reviewed()
    assert case.review_steps == tuple(ReviewStep)
    assert received().review_steps == ()


def test_only_an_approval_is_revoked_and_even_from_the_archive() -> None:
    done = decide(take(take(reviewed(), "a"), "b"), "c")
    filed = archived(done.deliver(MONDAY))
    for case in (done, done.deliver(MONDAY), filed):
        assert revoked(case, REVOKED).state is State.REVOKED
    rejected = replace(done, decision=Decision(Outcome.REJECTED, "不符合。", "c", MONDAY))
    with pytest.raises(Refusal, match="Only an approval"):
        revoked(rejected, REVOKED)
