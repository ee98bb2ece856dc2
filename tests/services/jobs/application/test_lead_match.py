import pytest

from services.jobs.application.close_post import ClosePost, close_post
from services.jobs.application.lead_match import (
    ContactSeeker,
    DeclineMatch,
    contact_seeker,
    decline_match,
)
from services.jobs.domain.matches import Side
from shared.values import Refusal
from tests.services.jobs.builders import wish
from tests.services.jobs.station import Station


async def test_nobody_is_called_about_a_post_that_is_gone(station: Station) -> None:
    match = await station.matched()
    await station.run(lambda work: close_post(ClosePost(match.post), work))
    with pytest.raises(Refusal) as refused:
        await station.run(lambda work: contact_seeker(ContactSeeker(match.id, "stf_j0001"), work))
    assert refused.value.code == "post-not-open"


async def test_a_no_is_kept_with_its_side_and_ground_and_the_pair_stays_told(
    station: Station,
) -> None:
    match = await station.matched()
    command = DeclineMatch(match.id, Side.SEEKER, "too-far")
    await station.run(lambda work: decline_match(command, work))
    told = (await station.announced())[-1]
    assert (told["data"]["by"], told["data"]["ground"]) == ("seeker", "too-far")
    assert await station.registers(1, wish(within_m=5000)) == []
