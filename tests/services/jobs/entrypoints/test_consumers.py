from typing import Any

import pytest

from services.jobs.adapters.mongo import JobsWork
from services.jobs.application.offer_vacancy import EXPIRY
from services.jobs.domain.matches import MatchState
from services.jobs.entrypoints.consumers import handlers
from services.jobs.entrypoints.timers import timers
from shared.events.base import Envelope, EventData
from shared.events.intake import CASE, ApplicationAccepted
from shared.events.parts import JobWish
from shared.values import Final
from tests.services.jobs.builders import COMMUNITY, NOW, PERSON, STREET, vacancy
from tests.services.jobs.station import Station


async def hear(station: Station, data: EventData, subject: str, *, deadlines: bool = True) -> None:
    on = {h.data.type: h.on for h in handlers(deadlines=deadlines)}[data.type]
    event: Envelope[Any] = Envelope(
        id="e1",
        source="urn:partner:gig-feed",
        type=data.type,
        subject=subject,
        time=NOW,
        orgunit=COMMUNITY,
        data=data,
    )

    async def act(work: JobsWork) -> None:
        await on(event, work)

    await station.run(act, actor="gig-feed")


def accepted(wish: JobWish | None) -> ApplicationAccepted:
    return ApplicationAccepted(**CASE, applicant=PERSON, wish=wish)


async def test_a_vacancy_with_a_blank_title_is_refused_with_its_ground(station: Station) -> None:
    await hear(station, vacancy(title=" "), "LG-0907-011")
    (refused,) = await station.announced()
    assert (refused["type"], refused["data"]["title"]) == ("jiedao.jobs.post.refused.v1", " ")
    assert "missing-title" in refused["data"]["grounds"]


async def test_a_vacancy_and_a_registration_meet_in_a_suggestion(station: Station) -> None:
    await hear(station, vacancy(), "LG-0907-011")
    wish = JobWish(occupations=("4-10-01-06",), skills=("cleaning",), within_km=0.8)
    await hear(station, accepted(wish), "case_1")
    (match,) = await station.matches.page(STREET, after=None, limit=9)
    assert (match.person, match.orgunit) == (PERSON, COMMUNITY)
    assert station.counted(MatchState.SUGGESTED) == 1
    (seeker,) = await station.seekers.page(STREET, after=None, limit=9)
    assert (seeker.case, seeker.wish.within_m) == ("case_1", 800)


async def test_other_accepted_applications_pass_by(station: Station) -> None:
    await hear(station, accepted(None), "case_1")
    assert await station.announced() == []


async def test_the_same_vacancy_under_another_event_id_is_refused(station: Station) -> None:
    await hear(station, vacancy(), "LG-0907-011")
    with pytest.raises(Final, match="same content"):
        await hear(station, vacancy(), "LG-0907-011")


async def test_a_recorded_day_can_be_replayed_after_its_deadlines(station: Station) -> None:
    late = vacancy(valid_until="2026-01-01T00:00:00+08:00")
    await hear(station, late, "LG-0907-011", deadlines=False)
    assert await station.types() == ["post.published.v1"]


def test_the_only_timer_is_the_last_day_of_a_post() -> None:
    assert list(timers()) == [EXPIRY]
