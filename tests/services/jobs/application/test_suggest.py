from services.jobs.application.register_seeker import seeker_id
from services.jobs.application.suggest import TOP, match_id
from tests.services.jobs.station import Station, person


async def test_a_pair_is_suggested_once_however_often_it_is_found(station: Station) -> None:
    await station.offers()
    assert len(await station.registers()) == 1
    assert await station.registers() == []
    assert (await station.types()).count("match.suggested.v1") == 1


async def test_only_the_best_five_are_suggested(station: Station) -> None:
    posts = [(await station.offers(vacancy_no=f"V{n}")).post for n in range(TOP + 2)]
    matches = await station.registers()
    assert [match.rank for match in matches] == [1, 2, 3, 4, 5]
    key = seeker_id(person(1))
    assert matches[0].id == match_id(key, min(post.id for post in posts))
