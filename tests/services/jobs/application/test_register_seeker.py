import pytest

from services.jobs.application.register_seeker import RegisterSeeker, register_seeker, seeker_id
from shared.values import Final
from tests.services.jobs.builders import COMMUNITY, STREET, wish
from tests.services.jobs.station import Station, person


async def test_a_new_seeker_is_led_to_the_best_posts_with_reasons(station: Station) -> None:
    post = (await station.offers()).post
    (match,) = await station.registers()
    assert (match.post, match.rank, match.orgunit) == (post.id, 1, COMMUNITY)
    (told,) = [e for e in await station.announced() if e["type"].endswith("suggested.v1")]
    assert told["subject"] == match.id
    assert told["orgunit"] == COMMUNITY
    assert told["data"]["reasons"][0] == "技能全部符合"
    assert told["data"]["score"] == match.score.total


async def test_one_person_is_one_seeker_and_the_newest_wish_counts(station: Station) -> None:
    await station.registers(1, wish(skills=("sorting",)))
    await station.registers(1, wish(skills=("cleaning",)))
    seeker = await station.seekers.get(seeker_id(person(1)))
    assert (seeker.version, seeker.wish.skills) == (2, ("cleaning",))
    assert await station.types() == ["seeker.registered.v1"] * 2


async def test_an_application_without_a_wish_is_no_registration(station: Station) -> None:
    command = RegisterSeeker(person(1), "case_1", None, STREET)
    assert await station.run(lambda work: register_seeker(command, work)) == []
    assert await station.announced() == []


async def test_a_registration_of_nobody_is_refused_for_good_with_the_mend(station: Station) -> None:
    command = RegisterSeeker(None, "case_1", wish(), STREET)
    with pytest.raises(Final) as refused:
        await station.run(lambda work: register_seeker(command, work))
    assert refused.value.code == "seeker-without-person"
    assert await station.announced() == []
