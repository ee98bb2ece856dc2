from services.grid.application.follow_up_rating import (
    FollowUpRating,
    RecordRevisit,
    follow_up_rating,
    record_revisit,
)
from services.grid.domain.record import Channel
from services.grid.domain.states import State
from tests.services.grid.block import LEADER, Block

BAD = FollowUpRating(bad=True, case="case_1", project_no="20260907000012", item_name="高龄津贴")


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
    good = FollowUpRating(bad=False, case="case_1", project_no="1", item_name="x")
    assert await block.run(lambda w: follow_up_rating(good, w)) is None
