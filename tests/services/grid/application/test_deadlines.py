from datetime import timedelta

import pytest

from services.grid.application.dispatch import (
    DispatchIncident,
    ReturnIncident,
    dispatch_incident,
    return_incident,
)
from services.grid.domain.incident import Incident
from services.grid.domain.states import State
from shared.calendar import Alert
from shared.values import Refusal
from tests.services.grid.block import LEADER, Block, at
from tests.services.grid.steps import checked, fed_back, handling, verified

WARNINGS = ("deadline.near-due", "deadline.overdue")


async def warned(block: Block, incident: Incident) -> list[tuple[str, str]]:
    """Fire what is due; return the clocks and alerts that were announced so far."""
    await block.fire()
    told = await block.told(about=incident.id)
    return [(t.data["clock"], t.data["alert"]) for t in told if t.short in WARNINGS]


async def test_a_clock_turns_yellow_red_and_overdue_once_each(block: Block) -> None:
    incident = (await block.report()).incident
    assert incident.due_at == at("2026-09-07T15:30")
    expected: list[tuple[str, str]] = []
    for instant, alert in (("11:01", "yellow"), ("14:31", "red"), ("15:31", "overdue")):
        assert await warned(block, incident) == expected
        block.clock.move(at(f"2026-09-07T{instant}"))
        expected.append(("handling", alert))
        assert await warned(block, incident) == expected
    block.clock.advance(timedelta(days=30))
    assert await warned(block, incident) == expected
    last = (await block.told(about=incident.id))[-1]
    assert (last.short, last.data["worker"]) == ("deadline.overdue", incident.worker)
    assert last.data["due_at"] == "2026-09-07T07:30:00Z"


async def test_what_nobody_looked_at_for_long_is_announced_overdue_only(block: Block) -> None:
    incident = (await block.report()).incident
    block.clock.advance(timedelta(days=3))
    assert await warned(block, incident) == [("handling", "overdue")]


async def test_what_is_overdue_is_supervised_from_then_on(block: Block) -> None:
    incident = (await block.report()).incident
    assert not incident.supervised
    block.clock.advance(timedelta(days=1))
    await block.fire()
    late = await block.incident(incident.id)
    assert (late.supervised, late.announced) == (True, Alert.OVERDUE)
    await verified(block, late)
    assert (await block.incident(incident.id)).supervised


async def test_from_hand_to_hand_no_time_is_gained(block: Block) -> None:
    incident = (await block.report()).incident
    block.clock.advance(timedelta(hours=1))
    back = ReturnIncident(incident.id, incident.worker or "", "不在本网格。")
    await block.run(lambda w: return_incident(back, w))
    other = DispatchIncident(incident.id, "stf_g0701")
    moved: Incident = await block.run(lambda w: dispatch_incident(other, w))
    assert moved.clocks == incident.clocks
    assert moved.return_by == block.clock.now() + timedelta(hours=24)


async def test_an_incident_is_given_back_within_a_day_round_the_clock_or_kept(
    block: Block,
) -> None:
    early = (await block.report("noise")).incident
    late = (await block.report("heating")).incident
    block.clock.advance(timedelta(hours=24))
    back = ReturnIncident(early.id, early.worker or "", "不在本网格。")
    assert (await block.run(lambda w: return_incident(back, w))).worker == LEADER
    block.clock.advance(timedelta(seconds=1))
    again = ReturnIncident(late.id, late.worker or "", "不在本网格。")
    with pytest.raises(Refusal, match="More than 24 hours") as told:
        await block.run(lambda w: return_incident(again, w))
    assert "不能退单" in told.value.zh


async def test_feedback_ends_every_stage_that_is_left(block: Block) -> None:
    incident = (await block.report("illegal-building")).incident
    await handling(block, incident)
    assert await block.store.count("timers", {}) == 1
    await fed_back(block, incident)
    assert await block.store.count("timers", {}) == 0
    done = await block.incident(incident.id)
    assert (done.open_clocks, done.running, done.due_at) == ((), False, None)
    block.clock.advance(timedelta(days=60))
    assert await warned(block, incident) == []


async def test_rework_runs_on_the_same_clock_as_if_it_had_not_ended(block: Block) -> None:
    incident = (await block.report()).incident
    block.clock.move(at("2026-09-07T11:01"))
    await block.fire()
    await handling(block, incident)
    await fed_back(block, incident)
    block.clock.move(at("2026-09-07T11:30"))
    again = await checked(block, incident, passed=False)
    assert (again.due_at, again.announced) == (incident.due_at, Alert.YELLOW)
    assert await warned(block, incident) == [("handling", "yellow")]
    block.clock.move(at("2026-09-07T15:31"))
    assert (await warned(block, incident))[1:] == [("handling", "overdue")]


async def test_help_that_did_not_help_begins_to_run_when_the_worker_must_act(
    block: Block,
) -> None:
    asked = (await block.report("living-hardship", asks_help=True)).incident
    assert (asked.state, asked.clocks) == (State.HELP_REQUESTED, ())
    await block.answer_help(asked, "rejected")
    again = await checked(block, asked, passed=False)
    assert again.due_at == at("2026-09-14T17:30")


async def test_a_report_that_waits_for_its_place_has_no_clock_before_it_is_dispatched(
    block: Block,
) -> None:
    assert (await block.report(point=None)).incident.clocks == ()
