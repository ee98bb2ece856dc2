"""Who hears of a rating: those who follow it up, and never those whose work it is about."""

from typing import Any

import pytest

from shared.events import catalogue
from shared.events import intake_ratings as ratings
from tests.services.notify.application.test_deadline_rules import LEADER
from tests.services.notify.office import RULES, Office, fact

RATED, MENDER, OPERATOR = "stf_c0001", "stf_c0002", "stf_o0001"
TOLD_OF = [
    event
    for event in catalogue.owned_by("intake")
    if issubclass(event, ratings.RatingEvent) and event.type in RULES.events
]


@pytest.mark.parametrize("event", TOLD_OF)
async def test_whoever_is_rated_reads_of_no_application(
    office: Office, event: type[ratings.RatingEvent]
) -> None:
    rated = (RATED, LEADER)
    happened = fact(event, rated=rated, **_mending(event, MENDER))
    for notification in await office.hears(happened):
        shown = f"{notification.title}{notification.body}"
        assert notification.recipient not in rated or "20260907000012" not in shown


@pytest.mark.parametrize("event", [ratings.RatingNearDue, ratings.RectificationStarted])
async def test_an_older_rectifier_who_is_rated_is_told_nothing_either(
    office: Office, event: type[ratings.RatingEvent]
) -> None:
    raised = await office.hears(fact(event, rated=(RATED,), **_mending(event, RATED)))
    assert {n.recipient for n in raised} == {LEADER}


async def test_where_the_only_leader_is_rated_operators_are_told(office: Office) -> None:
    raised = await office.hears(fact(ratings.ServiceRated, rated=(LEADER,)))
    assert {(n.recipient, n.stand_in) for n in raised} == {(OPERATOR, True)}


async def test_whoever_is_rated_learns_by_which_number_to_appeal_and_nothing_else(
    office: Office,
) -> None:
    number = "rating_aaaaaaaaaaaaaaaaaaaaaaaaaa"
    happened = fact(ratings.RatingFoundUntrue, number, rated=(RATED, MENDER), number=number)
    raised = await office.hears(happened)
    assert {n.recipient for n in raised} == {RATED, MENDER}
    for notification in raised:
        shown = f"{notification.title}{notification.body}"
        assert number in notification.title
        assert not [w for w in ("20260907000012", "case_", "高龄津贴", "误点") if w in shown]


async def test_of_an_older_rating_nobody_is_told_in_vain(office: Office) -> None:
    assert await office.hears(fact(ratings.RatingFoundUntrue)) == []


def _mending(event: type[ratings.RatingEvent], by: str) -> dict[str, Any]:
    return {"rectifier": by} if "rectifier" in event.model_fields else {}
