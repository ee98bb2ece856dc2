"""An illegal building found on a Friday, before a make-up Sunday and the National Day holiday."""

from datetime import datetime

from services.grid.application.stages import EndStage, end_stage
from services.grid.domain.incident import Incident
from services.grid.entrypoints.timers import timers
from shared.calendar import zone
from shared.testing.passing import pass_to
from tests.services.grid.block import Block, at, opened
from tests.services.grid.steps import handling

FRIDAY = at("2025-09-26T16:00")


async def passes(block: Block, local: str) -> None:
    """Let time pass, every timer at its instant."""
    await pass_to(at(local), block.clock, block.unit_of_work, timers(), block.metrics)


async def warned(block: Block, incident: Incident) -> list[tuple[str, str, str]]:
    """Return when each warning was announced, in China's time, of which clock, and which."""
    return [
        (zone.shown(datetime.fromisoformat(t.time)), t.data["clock"], t.data["alert"])
        for t in await block.told(about=incident.id)
        if t.short in ("deadline.near-due", "deadline.overdue")
    ]


async def test_working_hours_rest_on_saturday_and_run_on_the_make_up_sunday() -> None:
    async with opened(start=FRIDAY) as block:
        incident = (await block.report("illegal-building")).incident
        await handling(block, incident)
        await passes(block, "2025-09-28T12:00")
        assert await warned(block, incident) == [
            ("2025-09-28 09:00", "stop-work", "yellow"),
            ("2025-09-28 10:00", "stop-work", "red"),
            # The due second itself is still in time.
            ("2025-09-28 11:00:01", "stop-work", "overdue"),
        ]
        assert (await block.incident(incident.id)).supervised


async def test_working_days_pass_over_the_holiday_and_count_the_make_up_days() -> None:
    async with opened(start=FRIDAY) as block:
        incident = (await block.report("illegal-building")).incident
        await handling(block, incident)
        await ended(block, incident, "stop-work")
        await passes(block, "2025-10-14T00:00")
        # 09-28, 29, 30, 10-09, 10, 11 (a Saturday) and 13 are the seven days of the penalty.
        assert await warned(block, incident) == [
            ("2025-10-09 08:30", "penalty", "yellow"),
            ("2025-10-11 08:30", "penalty", "red"),
            ("2025-10-13 17:30:01", "penalty", "overdue"),
        ]
        await ended(block, incident, "penalty")
        await passes(block, "2025-10-31T00:00")
        assert (await warned(block, incident))[3:] == [
            ("2025-10-16 08:30", "demolition", "yellow"),
            ("2025-10-29 08:30", "demolition", "red"),
            ("2025-10-30 17:30:01", "demolition", "overdue"),
        ]


async def ended(block: Block, incident: Incident, stage: str) -> None:
    command = EndStage(incident.id, stage, incident.worker or "")
    await block.run(lambda w: end_stage(command, w))
