"""What a bad rating calls for at the grid is not shown to the counter that was rated."""

from services.grid.application.follow_up_rating import FollowUpRating, follow_up_rating
from shared.identity.roles import Role
from tests.services.grid.entrypoints.office import Office
from tests.services.grid.entrypoints.test_http import reported

NUMBER = "20260907000012"
BAD = FollowUpRating("rating_1", bad=True, case="case_1", project_no=NUMBER, item_name="高龄津贴")


async def test_a_clerk_reads_of_no_rating_and_whoever_follows_it_up_does(office: Office) -> None:
    task = await office.block.run(lambda w: follow_up_rating(BAD, w))
    assert task is not None
    other = (await reported(office))["incident"]
    at = f"/incidents/{task.id}"
    (report,) = [one for one in await office.block.reports() if one.incident == task.id]
    paths = (at, f"{at}/reports", f"{at}/deadline", f"/reports/{report.id}")
    async with office.sitting(Role.CLERK, "stf_c0001") as clerk:
        refused = [await clerk.get(path) for path in paths]
        listed = (await clerk.get("/incidents")).json()["items"]
    async with office.leader() as leader:
        told = [await leader.get(path) for path in paths]
    assert [answer.status_code for answer in refused] == [403] * 4
    assert not [answer.text for answer in refused if NUMBER in answer.text]
    assert [row["id"] for row in listed] == [other]
    assert [answer.status_code for answer in told] == [200] * 4
