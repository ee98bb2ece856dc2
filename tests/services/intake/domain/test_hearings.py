"""听证: told in time, asked for in time, held even when late (XKF 47, 48, 82)."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from services.intake.domain.case.hearings import must_be_lawful
from services.intake.domain.case.parts import Hearing, Procedure, ProcedureKind
from services.intake.domain.case.procedures import extended, started
from services.intake.domain.receipts.receipts import written
from shared.calendar import Limit, Unit
from shared.values import Invalid
from tests.services.intake.domain.cases import CALENDAR, ITEM, MONDAY, received

ROOM = "街道便民服务中心三楼会议室"
# Seven working days after Monday, 7 September 2026 end with the 16th.
SOONEST = datetime.fromisoformat("2026-09-17T09:00:00+08:00")
HEARING = Hearing(SOONEST, ROOM, date(2026, 9, 1), date(2026, 9, 4))


def procedure(hearing: Hearing | None, kind: ProcedureKind = ProcedureKind.HEARING) -> Procedure:
    limit = Limit(20, Unit.WORKING_DAYS)
    return Procedure(kind, "听证。", "XKF 47", "stf_r0002", limit, MONDAY, hearing=hearing)


def day(text: str) -> datetime:
    """Return nine in the morning of a day of 2026."""
    return datetime.fromisoformat(f"2026-{text}T09:00:00+08:00")


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"told_on": None, "asked_on": None},
        # Told on Tuesday the 1st: the fifth working day is the 8th, but asked is asked by today.
        {"asked_on": date(2026, 9, 7)},
        # Asked on Friday the 4th: twenty working days later, over the holiday of the moon.
        {"held_at": day("09-30")},
        # Later than that is the office's failing, and in the file all the same.
        {"held_at": day("10-15")},
        # Told of the right, and held of the office's own accord.
        {"told_on": date(2026, 9, 7), "asked_on": None},
    ],
)
def test_a_hearing_within_the_limits_of_the_law_is_held(changes: dict[str, Any]) -> None:
    must_be_lawful(procedure(replace(HEARING, **changes)), MONDAY, CALENDAR)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"held_at": day("09-16")}, "hearing-too-soon"),
        ({"told_on": None}, "hearing-dates"),
        ({"told_on": date(2026, 9, 5)}, "hearing-dates"),
        ({"asked_on": date(2026, 9, 8)}, "hearing-dates"),
        ({"told_on": date(2026, 9, 8), "asked_on": None}, "hearing-dates"),
        ({"told_on": date(2026, 8, 27)}, "hearing-asked-late"),
    ],
)
def test_a_hearing_outside_them_is_refused_with_what_to_mend(
    changes: dict[str, Any], code: str
) -> None:
    with pytest.raises(Invalid) as refused:
        must_be_lawful(procedure(replace(HEARING, **changes)), MONDAY, CALENDAR)
    assert (refused.value.code, refused.value.field) == (code, "hearing")


def test_a_hearing_says_when_and_where_and_nothing_else_does() -> None:
    for wrong in (procedure(None), procedure(HEARING, ProcedureKind.TESTING)):
        with pytest.raises(Invalid) as refused:
            must_be_lawful(wrong, MONDAY, CALENDAR)
        assert refused.value.code == "hearing-needed"


def test_an_extension_carries_no_hearing() -> None:
    reviewed = received().accept(ITEM, MONDAY).start_review(item=ITEM)
    with pytest.raises(Invalid) as refused:
        extended(reviewed, procedure(HEARING, ProcedureKind.EXTENSION), ITEM, MONDAY, CALENDAR)
    assert (refused.value.code, refused.value.field) == ("hearing-needed", "hearing")


def test_its_notice_tells_time_place_and_when_it_was_asked_for() -> None:
    reviewed = received().accept(ITEM, MONDAY).start_review(item=ITEM)
    case = started(reviewed, procedure(HEARING), ITEM, MONDAY, CALENDAR)
    lines = {line.code: line.text for line in written(case, case.receipts[-1], ITEM).lines}
    assert lines["hearing"] == f"2026年9月17日9时00分，{ROOM}（2026年9月4日申请）"
