"""A town whose time passes where it is told to: what is due in a day takes a moment."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from shared.identity.roles import Role
from tests.journeys.passing import advance_to, town_at
from tests.journeys.test_overdue_handoff import report
from tests.journeys.town import Town

SUNDAY = datetime.fromisoformat("2025-09-28T08:00:00+08:00")


@pytest.fixture
async def there(mongo_url: str, tmp_path: Path) -> AsyncIterator[Town]:
    """A town on the Sunday before the National Day holiday, a make-up workday."""
    async with town_at(mongo_url, tmp_path, SUNDAY) as opened:
        yield opened


async def test_nothing_lapses_before_its_time_and_all_of_it_then(there: Town) -> None:
    incident = (await report(there, 109.971, "地砖松动。"))["incident"]
    await advance_to(there, SUNDAY + timedelta(seconds=2))
    assert not [i for i in await there.inbox("stf_g0001") if i["rule"] == "handoff-lapsed"]
    await advance_to(there, SUNDAY + timedelta(days=30))
    told = [i for i in await there.inbox("stf_g0001") if i["rule"] == "handoff-lapsed"]
    assert [i["about"] for i in told][:1] == [incident]
    seen = await there.call("GET", "grid", f"/incidents/{incident}", role=Role.SHIFT_LEADER)
    assert seen["id"] == incident
