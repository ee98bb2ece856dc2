"""From the published language to the domain: wishes and offers, for Kafka and HTTP alike."""

from datetime import UTC, datetime

from services.jobs.domain.posts import Offer
from services.jobs.domain.seekers import Wish
from services.jobs.domain.wage import Settlement, Wage, WageUnit
from shared.events.partners import VacancyOffered
from shared.events.parts import Coordinates, JobWish
from shared.values import Point


def offer_of(data: VacancyOffered, *, deadlines: bool = True) -> Offer:
    """Return the offer of a vacancy; without `deadlines`, as if it had no last day."""
    return Offer(
        vacancy_no=data.vacancy_no,
        employer_title=data.employer_name.strip(),
        uscc=data.uscc,
        # A title of blanks alone is refused by the checks, under the title that it came with.
        title=data.title.strip() or data.title,
        occupation=data.occupation,
        headcount=data.headcount,
        duties=data.duties.strip(),
        conditions=data.conditions.strip(),
        place=data.place.strip(),
        point=_point(data.point),
        wage=Wage(data.wage_fen, WageUnit(data.wage_unit), Settlement(data.settlement)),
        skills=data.skills,
        licences=data.licences,
        shifts=tuple(sorted(set(data.shifts))),
        least_age=data.least_age,
        valid_until=_storable(data.valid_until) if deadlines else None,
    )


def wish_of(wish: JobWish | None) -> Wish | None:
    """Return the wish of a seeker, its way in metres; None for an application without one."""
    if wish is None:
        return None
    return Wish(
        occupations=wish.occupations,
        skills=wish.skills,
        licences=wish.licences,
        shifts=tuple(sorted(set(wish.shifts))),
        around=None if wish.around is None else _point(wish.around),
        within_m=max(round(wish.within_km * 1000), 1),
        birth_year=wish.birth_year,
        least_hourly_fen=wish.least_hourly_fen,
    )


def _point(place: Coordinates) -> Point:
    return Point(place.lng, place.lat)


def _storable(instant: datetime | None) -> datetime | None:
    # The store keeps UTC milliseconds; an offer must read back, and compare, as it was decided.
    if instant is None:
        return None
    return instant.astimezone(UTC).replace(microsecond=instant.microsecond // 1000 * 1000)
