"""Seekers, offers and posts, each plausible by default."""

from datetime import UTC, datetime
from typing import Any

from services.jobs.domain.posts import Offer, Post, PostState
from services.jobs.domain.seekers import Seeker, Wish
from services.jobs.domain.wage import Settlement, Wage, WageUnit
from shared.events.partners import VacancyOffered
from shared.values import Point

NOW = datetime(2026, 9, 7, 1, 0, tzinfo=UTC)
STREET = "150602013000"
COMMUNITY = "150602013003"
HERE = Point(109.9872, 39.8216)
PERSON = "per_" + "a" * 26
WAGE = Wage(3500, WageUnit.HOUR, Settlement.DAILY)


def offer(**changed: Any) -> Offer:
    plain: dict[str, Any] = {
        "vacancy_no": "LG-1",
        "employer_title": "东胜区暖城家政服务有限公司",
        "uscc": "91310116052958608G",
        "title": "家政保洁员",
        "occupation": "4-10-01-06",
        "headcount": 2,
        "duties": "入户保洁，每次约三小时。",
        "conditions": "会使用常见清洁工具。",
        "place": "鄂托克西街一带",
        "point": HERE,
        "wage": WAGE,
        "skills": ("cleaning",),
        "shifts": (0, 3, 6),
    }
    return Offer(**{**plain, **changed})


def post(key: str = "pst_1", state: PostState = PostState.PUBLISHED, **changed: Any) -> Post:
    return Post(key, 1, state, "gig-feed", STREET, "emp_1", offer(**changed), NOW)


def wish(**changed: Any) -> Wish:
    plain: dict[str, Any] = {
        "occupations": ("4-10-01-06",),
        "skills": ("cleaning", "cooking"),
        "shifts": (0, 3, 6, 9),
        "around": HERE,
        "birth_year": 1980,
        "least_hourly_fen": 2500,
    }
    return Wish(**{**plain, **changed})


def seeker(key: str = "skr_1", **changed: Any) -> Seeker:
    return Seeker(key, 1, PERSON, COMMUNITY, wish(**changed), "case_1", NOW)


def vacancy(**changed: Any) -> VacancyOffered:
    valid = {"valid_until": "2026-09-30T18:00:00+08:00"}
    return VacancyOffered.model_validate({**VacancyOffered.example, **valid, **changed})
