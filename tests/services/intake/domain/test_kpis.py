from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from services.intake.domain.case.grounds import RejectionGround
from services.intake.domain.history.kpis import COUNTED, KPIS, Ended, count, figures
from services.intake.domain.history.outcome import Outcome
from services.intake.domain.rating.numberings import RatingChannel
from services.intake.domain.rating.rating import Given, Rating
from services.intake.domain.rating.rating_states import Grade, RatingState

NOON = datetime(2026, 9, 7, 4, 0, tzinfo=UTC)
STREET = "150602013000"

outcomes = st.builds(
    Outcome,
    id=st.just("case_1"),
    version=st.just(1),
    month=st.just("2026-09"),
    day=st.just("2026-09-07"),
    orgunit=st.just(STREET),
    item_code=st.just("elder-allowance"),
    instant=st.booleans(),
    corrected=st.booleans(),
    closed_at=st.just(NOON),
    due_at=st.none() | st.integers(-9, 9).map(lambda days: NOON + timedelta(days=days)),
    legal_days=st.just(20),
    actual_days=st.integers(0, 40),
    promised=st.just(3),
    supplied=st.integers(0, 3),
    rejected=st.booleans(),
    ground=st.none() | st.sampled_from(RejectionGround),
)


def rating(grade: Grade, state: RatingState, number: int, *, visited: bool) -> Rating:
    details = ("rude",) if grade.bad else ()
    opened = Rating.invited(f"rating_{number}", "case_1", STREET, NOON, assess_number=number)
    given_ = opened.given(Given(grade, details), NOON)
    return replace(given_, state=state, satisfied_after_visit=visited or None)


ratings = st.builds(
    rating,
    st.sampled_from(Grade),
    st.sampled_from(RatingState),
    st.integers(1, 2),
    visited=st.booleans(),
)
ended = st.builds(Ended, outcomes, st.lists(ratings, max_size=2).map(tuple))
several = st.lists(ended, max_size=5)
few = settings(max_examples=30)


@few
@given(several, several)
def test_counts_of_parts_add_up_to_those_of_the_whole(
    first: list[Ended], second: list[Ended]
) -> None:
    parts = count(first)
    parts.update(count(second))
    assert parts == count([*first, *second])


@few
@given(several)
def test_no_part_is_greater_than_its_whole(every: list[Ended]) -> None:
    for figure in figures(count(every)):
        assert figure.numerator <= figure.denominator
        assert figure.rate is None or figure.rate <= 1
        if figure.kpi.code != "compression-rate":
            assert figure.numerator >= 0


@few
@given(several)
def test_what_ended_was_either_on_time_or_late(every: list[Ended]) -> None:
    counts = count(every)
    assert counts["on-time"] + counts["overdue"] == counts["closed"] == len(every)
    assert counts["early"] <= counts["on-time"]


@few
@given(several)
def test_each_rejection_is_counted_under_one_ground_or_as_unstated(every: list[Ended]) -> None:
    counts = count(every)
    shares = [figure for figure in figures(counts) if figure.kpi.denominator == "rejected"]
    assert sum(figure.numerator for figure in shares) == counts["rejected"]
    assert len(shares) == len(RejectionGround) + 1


def test_every_figure_names_what_it_divides_in_both_languages() -> None:
    assert {kpi.numerator for kpi in KPIS} | {kpi.denominator for kpi in KPIS} == set(COUNTED)
    assert all(zh and en for zh, en in COUNTED.values())


def test_nothing_is_divided_by_nought() -> None:
    assert {figure.rate for figure in figures(Counter())} == {None}


def test_defaults_and_excluded_ratings_are_not_counted_as_rated() -> None:
    outcome = Outcome("case_1", 1, "2026-09", "2026-09-07", STREET, "x", False, False, NOON)
    silent = Rating.invited("r", "case_1", STREET, NOON).given(
        Given(Grade.ACCEPTABLE, channel=RatingChannel.SYSTEM_DEFAULT), NOON
    )
    mistaken = rating(Grade.DISSATISFIED, RatingState.EXCLUDED, 1, visited=False)
    counts = count([Ended(outcome, (silent,)), Ended(outcome, (mistaken,))])
    assert (counts["closed"], counts["rated"], counts["bad"]) == (2, 0, 0)


def test_a_late_application_saves_no_days_and_takes_from_what_others_saved() -> None:
    quick = Outcome("a", 1, "2026-09", "2026-09-07", STREET, "x", False, False, NOON, None, 20, 5)
    late = replace(quick, actual_days=30)
    figure = next(f for f in figures(count([Ended(quick), Ended(late)])) if f.denominator == 40)
    assert (figure.numerator, figure.rate) == (5, 0.125)
