"""Grounds: one closed list, the same here and on the wire, and words for each."""

from dataclasses import replace

import pytest

from services.intake.domain.case.case import Case
from services.intake.domain.case.grounds import (
    REJECTIONS,
    REVOCATIONS,
    RejectionGround,
    RevocationGround,
)
from services.intake.domain.case.parts import Decision, Outcome, ReceiptKind
from services.intake.domain.case.states import State
from services.intake.domain.history.story_words import word
from services.intake.domain.receipts.receipts import written
from shared.events import parts as wire
from shared.values import Invalid
from tests.services.intake.domain.cases import ITEM, MONDAY, received

GROUND = RejectionGround.CONDITIONS_NOT_MET
REJECTION = Decision(Outcome.REJECTED, "未满八十周岁。", "stf_r0001", MONDAY, ground=GROUND)


def in_review(handed_to: str | None = None) -> Case:
    return received(state=State.IN_REVIEW, handed_to=handed_to)


def test_the_list_is_the_one_that_is_announced() -> None:
    assert {*RejectionGround} == {*wire.RejectionGround}


def test_every_ground_has_words_in_both_languages_and_no_two_the_same_in_the_history() -> None:
    assert set(REJECTIONS) == set(RejectionGround)
    assert set(REVOCATIONS) == set(RevocationGround)
    told = {word("ground", ground) for ground in RejectionGround}
    assert told == set(REJECTIONS.values())
    assert all(zh and en for zh, en in (*REJECTIONS.values(), *REVOCATIONS.values()))


def test_a_rejection_says_its_ground_on_the_decision_and_beside_the_reasons() -> None:
    case = in_review().decide(REJECTION)
    lines = {line.code: line.text for line in written(case, case.receipts[-1], ITEM).lines}
    assert (lines["ground"], lines["reasons"]) == ("不符合法定条件、标准", "未满八十周岁。")
    assert case.receipts[-1].kind is ReceiptKind.DECIDED


def test_our_own_rejection_states_a_ground_and_a_partners_may_leave_it_out() -> None:
    silent = replace(REJECTION, ground=None)
    with pytest.raises(Invalid) as refused:
        in_review().decide(silent)
    assert (refused.value.code, refused.value.field) == ("ground-needed", "ground")
    assert "one of: conditions-not-met, papers-incomplete, papers-untrue," in refused.value.en
    theirs = in_review("real-estate").decide(replace(silent, by="real-estate"))
    assert theirs.state is State.DECIDED


@pytest.mark.parametrize("ground", RejectionGround)
def test_an_approval_states_none(ground: RejectionGround) -> None:
    with pytest.raises(Invalid, match="of a rejection only"):
        in_review().decide(replace(REJECTION, outcome=Outcome.APPROVED, ground=ground))


@pytest.mark.parametrize("handed_to", [None, "real-estate"])
def test_nobody_states_a_broken_promise_in_its_own_place(handed_to: str | None) -> None:
    broken = replace(REJECTION, by=handed_to or REJECTION.by, ground=RejectionGround.PROMISE_BROKEN)
    with pytest.raises(Invalid, match="its own clock or check"):
        in_review(handed_to).decide(broken)
