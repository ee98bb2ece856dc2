from datetime import timedelta

from services.grid.application.follow_up_rating import (
    MENDED,
    FollowUpRating,
    RecordRevisit,
    SettleRating,
    follow_up_rating,
    record_revisit,
    settle_rating,
)
from services.grid.domain.incident import Incident
from services.grid.domain.record import Channel
from services.grid.domain.states import State
from tests.services.grid.block import LEADER, Block
from tests.services.grid.steps import fed_back, handling

NAMED = {"case": "case_1", "project_no": "20260907000012", "item_name": "高龄津贴"}
BAD = FollowUpRating("rating_1", bad=True, **NAMED)


async def test_a_bad_rating_becomes_a_task_of_the_leader_with_a_revisit(block: Block) -> None:
    task = await block.run(lambda w: follow_up_rating(BAD, w))
    assert (task.channel, task.worker, task.state) == (Channel.RATING, LEADER, State.DISPATCHED)
    await block.run(lambda w: record_revisit(RecordRevisit(task.id, satisfied=True), w))
    last = (await block.told(about=task.id))[-1]
    assert (last.short, last.data["case"], last.data["satisfied"]) == (
        "revisit.recorded",
        "case_1",
        True,
    )
    assert not (await block.incident(task.id)).revisit_owed


async def test_a_good_rating_needs_nothing(block: Block) -> None:
    good = FollowUpRating("rating_1", bad=False, **NAMED)
    assert await block.run(lambda w: follow_up_rating(good, w)) is None


async def settled(block: Block, rating: str = "rating_1") -> Incident | None:
    over: Incident | None = await block.run(
        lambda w: settle_rating(SettleRating(rating, MENDED), w)
    )
    return over


async def test_what_the_counter_is_done_with_ends_the_task_wherever_it_stands(
    block: Block,
) -> None:
    for steps in ((), (handling,), (handling, fed_back)):
        task = await block.run(lambda w: follow_up_rating(BAD, w))
        for step in steps:
            await step(block, task)
        over = await settled(block)
        assert over is not None
        assert (over.id, over.state, over.public_answer) == (task.id, State.CLOSED, MENDED)
        assert (over.open_clocks, over.revisit_owed) == ((), False)
        assert (await block.types(task.id))[-1] == "incident.closed"


async def test_what_was_settled_is_looked_at_by_no_timer_and_settled_once(block: Block) -> None:
    await block.run(lambda w: follow_up_rating(BAD, w))
    await settled(block)
    before = await block.told()
    block.clock.move(block.clock.now() + timedelta(days=60))
    await block.fire()
    assert await settled(block) is None
    assert await block.told() == before


async def test_another_rating_of_the_same_application_leaves_its_task_open(block: Block) -> None:
    task = await block.run(lambda w: follow_up_rating(BAD, w))
    assert await settled(block, "rating_2") is None
    assert (await block.incident(task.id)).state is State.DISPATCHED
