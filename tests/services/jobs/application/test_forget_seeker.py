"""Who was erased by intake is forgotten by jobs: the wish goes, and nobody is rung up."""

from services.jobs.application.do_work import start_work
from services.jobs.application.forget_seeker import forget_seeker
from services.jobs.domain.matches import MatchState
from shared.events.intake import CASE
from shared.events.intake_work import CaseAnonymised
from shared.events.parts import JobWish
from tests.services.jobs.builders import PERSON, STREET, vacancy
from tests.services.jobs.entrypoints.test_consumers import accepted, hear
from tests.services.jobs.station import Station, person

ERASED = CaseAnonymised(**CASE, applicant=PERSON, ground="consent-withdrawn", by="stf_o0001")
WISH = JobWish(occupations=("4-10-01-06",), birth_year=1974, within_km=2.5)


async def test_after_the_erasure_no_wish_is_kept_and_no_match_stays_open(station: Station) -> None:
    await hear(station, vacancy(), "LG-0907-011")
    await hear(station, accepted(WISH), "case_1")
    await hear(station, ERASED, "case_1")
    assert await station.seekers.page(STREET, after=None, limit=9) == []
    (match,) = await station.matches.page(STREET, after=None, limit=9)
    assert (match.state, match.ground, match.reasons) == (
        MatchState.DECLINED,
        "person-erased",
        (),
    )
    assert (await station.types())[-1] == "match.declined.v1"


async def test_a_later_post_finds_nobody_who_was_erased(station: Station) -> None:
    await station.registers()
    await station.run(lambda work: forget_seeker(person(1), work))
    assert (await station.offers()).matches == []


async def test_work_that_began_stays_for_the_figures(station: Station) -> None:
    match = await station.matched()
    await station.agrees(match.id)
    await station.run(lambda work: start_work(match.id, work))
    await station.run(lambda work: forget_seeker(person(1), work))
    (kept,) = await station.matches.page(STREET, after=None, limit=9)
    assert kept.state is MatchState.STARTED


async def test_hearing_it_again_or_of_a_stranger_changes_nothing(station: Station) -> None:
    await station.registers()
    await station.run(lambda work: forget_seeker(person(1), work))
    told = await station.types()
    for who in (person(1), person(2), None):
        assert await station.run(lambda work, who=who: forget_seeker(who, work)) is None  # type: ignore[misc]
    assert await station.types() == told


async def test_a_registration_replayed_after_the_erasure_puts_nobody_on_the_books(
    station: Station,
) -> None:
    await hear(station, ERASED, "case_1")
    await hear(station, accepted(WISH), "case_1")
    assert await station.seekers.page(STREET, after=None, limit=9) == []
    assert await station.types() == []
