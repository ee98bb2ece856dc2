"""Whatever is done to a rating in whatever order, nobody judges the own work."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.intake.domain.history.story_words import CHINA
from services.intake.domain.rating.numberings import RatingChannel
from services.intake.domain.rating.rating import ENOUGH_VISITS, Given, Rating
from services.intake.domain.rating.rating_clocks import timed_rating
from services.intake.domain.rating.rating_states import RATING_TABLE, Grade, RatingState
from shared.calendar import Calendars
from shared.values import Invalid, NotAllowed, Refusal

NOW = datetime(2026, 9, 7, 1, 0, tzinfo=UTC)
STREET = "150602013000"
CALENDAR = Calendars.load(None).of(STREET)
BAD = Given(Grade.DISSATISFIED, ("rude",))
STAFF = RATED, LEADER, SECOND = "stf_c0001", "stf_g0001", "stf_g0002"
MENDER = "stf_c0002"

Move = Callable[[Rating, str], Rating]
MOVES: dict[str, Move] = {
    "confirm": lambda r, by: r.judged_by(by).confirmed(by, "属实。"),
    "untrue": lambda r, by: r.judged_by(by).found_untrue(by, "不属实。", "not-true"),
    "rectify": lambda r, by: r.judged_by(by).rectifying(MENDER, "增开窗口。"),
    "mended": lambda r, by: r.judged_by(by).rectified("已增开。"),
    "appeal": lambda r, by: r.judged_by(by).appealed(by, "误评。"),
    "exclude": lambda r, by: r.judged_by(by).appeal_decided(by, excluded=True),
    "reject": lambda r, by: r.judged_by(by).appeal_decided(by, excluded=False),
    "pleased": lambda r, by: r.judged_by(by).revisited(satisfied=True),
    "not-pleased": lambda r, by: r.judged_by(by).revisited(satisfied=False),
    "grid": lambda r, by: r.judged_by(by).revisited_by_grid(satisfied=True),
    "close": lambda r, by: r.judged_by(by).settled(),
}
CLOCKS = {
    RatingState.VERIFYING: ["rating-verification"],
    RatingState.CONFIRMED: ["rating-rectification"],
    RatingState.RECTIFYING: ["rating-rectification"],
}


def opened(**about: object) -> Rating:
    return Rating.invited("rating_1", "case_1", STREET, NOW, rated=(RATED,), **about)


def bad() -> Rating:
    return timed_rating(opened().given(BAD, NOW), NOW, CALENDAR)


@settings(max_examples=50)
@given(st.lists(st.tuples(st.sampled_from(sorted(MOVES)), st.sampled_from(STAFF)), max_size=12))
def test_whatever_is_tried_only_what_the_table_knows_happens(tried: list[tuple[str, str]]) -> None:
    rating = bad()
    for name, by in tried:
        before = rating
        with suppress(Refusal):
            rating = timed_rating(MOVES[name](rating, by), NOW, CALENDAR)
            assert by != RATED
            steps = {to for (state, _), to in RATING_TABLE.rows.items() if state is before.state}
            assert rating.state in steps
        assert [c.name for c in rating.open_clocks] == CLOCKS.get(rating.state, [])
        assert rating.handling.verified_by != RATED
        if rating.state is RatingState.EXCLUDED:
            assert not rating.active
        if rating.state is RatingState.CLOSED:
            assert rating.satisfied_after_visit or rating.handling.visits >= ENOUGH_VISITS
            assert rating.handling.visits


@pytest.mark.parametrize("grade", [Grade.DISSATISFIED, Grade.VERY_DISSATISFIED])
def test_a_bad_grade_says_why(grade: Grade) -> None:
    with pytest.raises(Invalid) as refused:
        opened().given(Given(grade), NOW)
    assert (refused.value.code, refused.value.field) == ("detail-needed", "details")
    assert opened().given(Given(grade, words="sealed"), NOW).state is RatingState.VERIFYING
    assert opened().given(Given(grade, ("rude",)), NOW).state is RatingState.VERIFYING


def test_only_details_of_the_list_are_taken() -> None:
    with pytest.raises(Invalid) as refused:
        opened().given(Given(Grade.SATISFIED, ("clerk-zhang",)), NOW)
    assert refused.value.code == "unknown-detail"


def test_what_nobody_gave_is_not_active() -> None:
    silent = Given(Grade.ACCEPTABLE, channel=RatingChannel.SYSTEM_DEFAULT)
    rating = opened().given(silent, NOW)
    assert (rating.state, rating.active) == (RatingState.DEFAULTED, False)


def test_a_bad_rating_is_verified_within_a_working_day_and_mended_within_fifteen() -> None:
    due = [rating.open_clocks[0].due_at for rating in (bad(), _confirmed())]
    shown = [at.astimezone(CHINA).isoformat() for at in due if at]
    # Of the fifteen from Monday the seventh, Sunday the 20th is worked, Friday the 25th is not.
    assert shown[0].startswith("2026-09-08T")
    assert shown[1].startswith("2026-09-28T")


def _confirmed() -> Rating:
    return timed_rating(bad().confirmed(LEADER, "属实。"), NOW, CALENDAR)


def test_an_appeal_is_decided_by_a_second_pair_of_eyes() -> None:
    appealed = bad().found_untrue(LEADER, "不属实。", "not-true").appealed(LEADER, "误评。")
    with pytest.raises(NotAllowed) as refused:
        appealed.appeal_decided(LEADER, excluded=True)
    assert refused.value.code == "second-pair-of-eyes"
    assert appealed.appeal_decided(SECOND, excluded=False).state is RatingState.CONFIRMED


def test_who_is_never_satisfied_is_visited_twice_before_it_is_closed() -> None:
    once = _confirmed().rectifying(MENDER, "改。").rectified("已改。").revisited(satisfied=False)
    with pytest.raises(Refusal) as refused:
        once.settled()
    assert refused.value.code == "not-satisfied-yet"
    assert once.revisited(satisfied=False).settled().state is RatingState.CLOSED


def test_a_visit_of_the_grid_while_the_counter_mends_is_noted_and_settles_nothing() -> None:
    confirmed = _confirmed().revisited_by_grid(satisfied=True)
    assert (confirmed.state, confirmed.satisfied_after_visit) == (RatingState.CONFIRMED, None)
    mending = confirmed.rectifying(MENDER, "改。").revisited_by_grid(satisfied=True)
    assert (mending.handling.visits, mending.handling.noted_visits) == (0, 2)
    mended = mending.rectified("已改。")
    with pytest.raises(Refusal):
        mended.settled()
    assert mended.revisited_by_grid(satisfied=True).settled().state is RatingState.CLOSED


def test_a_visit_before_an_appeal_was_rejected_does_not_count_as_the_one_after_mending() -> None:
    untrue = bad().found_untrue(LEADER, "不属实。", "not-true").revisited_by_grid(satisfied=False)
    rejected = untrue.appealed(LEADER, "误评。").appeal_decided(SECOND, excluded=False)
    once = rejected.rectifying(MENDER, "改。").rectified("已改。").revisited(satisfied=False)
    with pytest.raises(Refusal) as refused:
        once.settled()
    assert refused.value.code == "not-satisfied-yet"


def test_silence_gives_way_to_whoever_speaks_later() -> None:
    silent = opened().given(Given(Grade.ACCEPTABLE, channel=RatingChannel.SYSTEM_DEFAULT), NOW)
    rated = silent.given(BAD, NOW)
    assert (rated.state, rated.active) == (RatingState.VERIFYING, True)


def test_whoever_is_rated_is_not_told_to_mend_it() -> None:
    with pytest.raises(Invalid, match="somebody else") as refused:
        _confirmed().rectifying(RATED, "改。")
    assert (refused.value.code, refused.value.field) == ("own-work", "rectifier")
