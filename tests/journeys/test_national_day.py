"""The National Day holiday of 2025 and its make-up workdays: who hears what, on which day.

28 September is a Sunday that is worked; nobody works from 1 to 8 October; 11 October is a
Saturday that is worked.
"""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from shared.identity.roles import Role
from tests.journeys.passing import advance_to, town_at
from tests.journeys.town import Town

CLERK, REVIEWER, LEADER, DUTY = "stf_c0001", "stf_r0001", "stf_g0001", "stf_d0001"
STALL = ("stall-application", "id-card", "site-plan")
CHINA = timezone(timedelta(hours=8))


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2025-{text}:00+08:00")


@pytest.fixture
async def there(mongo_url: str, tmp_path: Path) -> AsyncIterator[Town]:
    """A town on the afternoon of the Sunday before the holiday."""
    async with town_at(mongo_url, tmp_path, at("09-28T16:00")) as opened:
        yield opened


async def apply_for(there: Town, item: str, *papers: str) -> str:
    body = {
        "item_code": item,
        "papers": [{"code": paper} for paper in papers],
        "person": {"name": "陈建国", "phone": "13804770019"},
    }
    case = await there.call("POST", "intake", "/cases", role=Role.CLERK, subject=CLERK, body=body)
    return str(case["id"])


async def heard(there: Town, staff: str, about: str) -> list[tuple[str, str]]:
    """Return when (in China's time) and by which rule somebody was told about a matter."""
    entries = [e for e in reversed(await there.inbox(staff)) if e["about"] == about]
    times = (datetime.fromisoformat(e["delivered_at"]).astimezone(CHINA) for e in entries)
    return [(f"{t:%m-%d %H:%M}", e["rule"]) for t, e in zip(times, entries, strict=True)]


async def acknowledge(there: Town, staff: str, about: str) -> None:
    entry = next(e for e in await there.inbox(staff) if e["about"] == about)
    await there.call(
        "POST", "notify", f"/inbox/{entry['id']}/ack", role=Role.SHIFT_LEADER, subject=staff
    )


async def test_what_falls_due_around_the_holiday_reaches_the_right_staff_on_working_days(
    there: Town,
) -> None:
    # Five working days are promised: 29 and 30 September, 9, 10 and 11 October.
    stall = await apply_for(there, "street-stall-permit", *STALL)
    await advance_to(there, at("09-30T16:00"))
    # A clerk must look at these papers by the fifth working day: 9, 10, 11, 13, 14 October.
    card = await apply_for(there, "veterans-priority-card", "id-card", "discharge-certificate")
    await advance_to(there, at("10-14T18:00"))
    assert await heard(there, REVIEWER, stall) == [
        ("09-28 16:00", "application-accepted"),
        ("10-09 08:30", "case-near-due"),
        ("10-10 08:30", "case-near-due"),
    ]
    assert await heard(there, LEADER, stall) == [
        ("10-10 08:30", "case-near-due-red"),
        ("10-11 17:30", "case-overdue"),
    ]
    # Four working hours without an acknowledgement, then the end of each working day.
    duty = [("10-13 15:00", "case-overdue"), ("10-14 17:30", "case-overdue")]
    assert await heard(there, DUTY, stall) == duty
    assert await heard(there, CLERK, card) == [
        ("10-11 08:30", "case-near-due-notice"),
        ("10-13 08:30", "case-near-due-notice"),
        ("10-14 17:30", "accepted-by-silence"),
    ]
    assert await heard(there, LEADER, card) == [
        ("10-13 08:30", "case-near-due-red"),
        ("10-14 17:30", "case-overdue"),
        ("10-14 17:30", "accepted-by-silence-leader"),
    ]
    seen = await there.call("GET", "intake", f"/cases/{card}", role=Role.CLERK, subject=CLERK)
    assert datetime.fromisoformat(seen["accepted_at"]) == at("09-30T16:00")

    await acknowledge(there, DUTY, stall)
    await advance_to(there, at("10-16T12:00"))
    assert await heard(there, DUTY, stall) == duty
    # What silence accepted is overdue no more, so that nobody is asked about that.
    assert await heard(there, DUTY, card) == []
