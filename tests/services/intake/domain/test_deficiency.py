"""容缺: offered only where the law lets it, kept or broken, and what follows from that."""

from dataclasses import replace

import pytest

from services.intake.domain.case.case import Case
from services.intake.domain.case.papers import Paper
from services.intake.domain.case.parts import Decision, Outcome, ReceiptKind
from services.intake.domain.case.states import State
from services.intake.domain.catalogue.item import Item, ItemKind
from services.intake.domain.promise.deficiency import (
    checked,
    committed,
    extended,
    promised,
)
from services.intake.domain.promise.offer import offer
from services.intake.domain.promise.promise import Commitment, Pledge
from shared.calendar import Extension
from shared.values import Invalid, Refusal
from tests.services.intake.domain.cases import ALL, CALENDAR, ITEM, MAIN, MONDAY, received

TO_FOLLOW = ("income-proof", "statement")
SIGNED = Commitment("CN-7", (Pledge("income-proof", "copy", 5), Pledge("statement")))


def bound(item: Item = ITEM) -> Case:
    """Return an application that was accepted with two papers to follow."""
    case = committed(received(MAIN), item, SIGNED).accept(item, MONDAY)
    return promised(case, item, MONDAY, CALENDAR)


@pytest.mark.parametrize(
    ("papers", "changes", "obstacles"),
    [
        (MAIN, {}, []),
        (ALL, {}, ["nothing-missing"]),
        (MAIN[1:], {}, ["main-missing"]),
        (MAIN[:2], {}, ["not-listed"]),
        (MAIN, {"state": State.SUBMITTED}, ["not-pre-accepted"]),
        (MAIN, {"state": State.ACCEPTED}, ["too-late"]),
        ((), {"state": State.DECIDED}, ["too-late", "main-missing", "not-listed"]),
    ],
)
def test_an_offer_names_everything_that_is_against_it(
    papers: tuple[Paper, ...], changes: dict[str, State], obstacles: list[str]
) -> None:
    told = offer(received(papers, **changes), ITEM)
    assert [obstacle.code for obstacle in told.obstacles] == obstacles
    assert all(obstacle.zh and obstacle.en for obstacle in told.obstacles)


def test_an_offer_names_the_papers_that_may_follow_and_the_longest_limit() -> None:
    told = offer(received(MAIN), ITEM)
    assert ([paper.code for paper in told.papers], told.longest) == ([*TO_FOLLOW], ITEM.promised)


def test_what_is_done_at_once_or_has_no_promised_limit_lets_nothing_follow() -> None:
    for item in (replace(ITEM, kind=ItemKind.INSTANT), replace(ITEM, promised=None)):
        assert [o.code for o in offer(received(MAIN), item).obstacles] == ["done-at-once"]


def test_who_broke_a_promise_is_told_that_it_must_be_made_good_first() -> None:
    (obstacle,) = offer(received(MAIN), ITEM, barred=True).obstacles
    assert (obstacle.code, "修复" in obstacle.zh) == ("promise-broken", True)


def test_a_promise_says_paper_form_date_consequence_and_under_which_reference() -> None:
    case = bound()
    assert case.promise is not None
    first, second = case.promise.papers
    assert (first.code, first.form, first.limit.amount) == ("income-proof", "copy", 5)
    assert first.due_at.astimezone(MONDAY.tzinfo).isoformat() == "2026-09-14T17:30:00+08:00"
    assert (second.form, second.limit) == ("original", ITEM.promised)
    assert (case.promise.consequence, case.promise.signature) == (ITEM.lapse_policy, "CN-7")
    assert case.receipts[-1].kind is ReceiptKind.PROMISE


def test_each_promised_paper_has_a_clock_of_its_own() -> None:
    names = [clock.name for clock in bound().open_clocks]
    assert names == ["deficiency:income-proof", "deficiency:statement"]


def test_without_a_signed_letter_nobody_is_bound_and_what_is_absent_is_missing() -> None:
    with pytest.raises(Invalid, match="income-proof、statement") as refused:
        committed(received(MAIN), ITEM, None, TO_FOLLOW)
    assert (refused.value.code, refused.value.field) == ("promise-unsigned", "promise")
    with pytest.raises(Refusal, match="income-proof、statement"):
        received(MAIN).accept(ITEM, MONDAY)


def test_nothing_follows_while_a_main_paper_is_a_copy_of_the_original_that_is_wanted() -> None:
    copied = (Paper("id-card", "copy"), *MAIN[1:])
    case = committed(received(copied), ITEM, SIGNED)
    assert [obstacle.code for obstacle in offer(case, ITEM).obstacles] == ["main-not-in-form"]
    with pytest.raises(Refusal, match="居民身份证") as refused:
        case.accept(ITEM, MONDAY)
    assert refused.value.code == "main-not-in-form"
    # With every paper in, a clerk may have held the copy against the original at the window.
    whole = received((Paper("id-card", "copy"), *ALL[1:])).accept(ITEM, MONDAY)
    assert whole.state is State.ACCEPTED


def test_a_letter_binds_as_to_the_papers_that_it_names_and_no_others() -> None:
    half = Commitment("CN-7", (Pledge("income-proof"),))
    with pytest.raises(Invalid, match="names statement") as refused:
        committed(received(MAIN), ITEM, half, TO_FOLLOW)
    assert refused.value.field == "promise"
    assert committed(received(MAIN), ITEM, SIGNED, TO_FOLLOW).promised == TO_FOLLOW


def test_the_letter_that_was_signed_last_counts_for_everything_that_follows() -> None:
    later = Commitment("CN-8", (Pledge("statement"),))
    case = committed(committed(received(MAIN), ITEM, SIGNED), ITEM, later)
    assert case.findings(ITEM).missing == TO_FOLLOW


@pytest.mark.parametrize("amount", [0, 19])
def test_no_promise_runs_beyond_the_items_promised_limit(amount: int) -> None:
    letter = Commitment("CN-7", (Pledge("income-proof", "copy", amount),))
    with pytest.raises(Invalid, match="1 to 18") as refused:
        committed(received(MAIN), ITEM, letter)
    assert refused.value.field == "promise"


def test_no_letter_is_taken_for_what_is_done_at_once() -> None:
    for item in (replace(ITEM, kind=ItemKind.INSTANT), replace(ITEM, promised=None)):
        with pytest.raises(Invalid, match="done at once") as refused:
            committed(received(MAIN), item, SIGNED)
        assert refused.value.field == "promise"


def test_a_letter_names_papers_of_the_list_only() -> None:
    with pytest.raises(Invalid, match="diploma"):
        committed(received(MAIN), ITEM, Commitment("CN-7", (Pledge("diploma"),)))


def test_a_paper_that_is_in_waits_until_it_is_found_good() -> None:
    case = bound().supplement(ITEM, (Paper("statement"),), checked=False)
    assert case.deficient == TO_FOLLOW
    good = checked(case, "statement", good=True, note="合格。")
    assert good.deficient == ("income-proof",)
    bad = checked(case, "statement", good=False, note="无签名。")
    assert bad.promise is not None
    assert (bad.deficient, bad.promise.term("statement").note) == (TO_FOLLOW, "无签名。")


def test_what_is_not_in_cannot_be_checked() -> None:
    with pytest.raises(Refusal, match="promised"):
        checked(bound(), "statement", good=True, note="合格。")
    with pytest.raises(Invalid, match="'photo' is not part"):
        checked(bound(), "photo", good=True, note="合格。")


def test_a_case_without_a_promise_has_nothing_to_check() -> None:
    accepted = received().accept(ITEM, MONDAY)
    with pytest.raises(Refusal) as refused:
        checked(accepted, "statement", good=True, note="合格。")
    assert refused.value.code == "nothing-promised"


def test_force_majeure_gives_more_time_once_and_no_more_than_was_signed() -> None:
    grant = Extension(5, "stf_r0001", "暴雪。", MONDAY)
    longer = extended(bound(), "income-proof", grant, CALENDAR)
    due = {clock.name: clock.due_at for clock in longer.open_clocks}["deficiency:income-proof"]
    assert due is not None
    assert due.astimezone(MONDAY.tzinfo).isoformat() == "2026-09-20T17:30:00+08:00"
    with pytest.raises(Refusal, match="extended 1 times"):
        extended(longer, "income-proof", grant, CALENDAR)
    with pytest.raises(Invalid, match="5 at the most"):
        extended(bound(), "income-proof", replace(grant, amount=6), CALENDAR)


def approved(outcome: Outcome) -> Decision:
    return Decision(outcome, "符合条件。", "stf_r0001", MONDAY)


def test_nothing_is_approved_with_deficiency_where_nothing_is_to_follow() -> None:
    reviewed = received().accept(ITEM, MONDAY).start_review(item=ITEM)
    with pytest.raises(Refusal, match="No promised paper"):
        reviewed.decide(approved(Outcome.APPROVED_DEFICIENT))


@pytest.mark.parametrize("outcome", [Outcome.APPROVED, Outcome.REJECTED])
def test_no_other_decision_before_promised_papers_are_good(outcome: Outcome) -> None:
    with pytest.raises(Refusal, match="income-proof"):
        bound().start_review(item=ITEM).decide(approved(outcome))


def test_an_item_without_a_promised_limit_makes_no_promise() -> None:
    unlimited = replace(ITEM, promised=None)
    with pytest.raises(Refusal, match="missing"):
        received(MAIN, commitment=SIGNED).accept(unlimited, MONDAY)
