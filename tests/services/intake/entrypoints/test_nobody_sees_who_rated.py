"""The rater's identity is kept from the rated: every view of intake is looked over."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

from pydantic import BaseModel

from services.intake import entrypoints
from services.intake.domain.rating.rating import Rating
from services.intake.entrypoints.catalogue.item_views import GuideView, ItemView
from services.intake.entrypoints.rating.rating_views import RaterContact
from shared.deadlines.views import ClockView
from shared.events.intake_ratings import RatingEvent, RatingFollowedUp, ServiceRated
from shared.identity.roles import Role
from shared.storage.kinds import Kind
from shared.web.views import View
from tests.services.intake.desk import ZHANG
from tests.services.intake.entrypoints.edge import Edge
from tests.services.intake.entrypoints.test_http import handed_in
from tests.services.intake.entrypoints.test_http_ratings import WORDS, bad, rate

WHO = {"applicant", "applicant_ref", "person", "rater", "name", "phone", "receipt_code", "reporter"}
ABOUT_A_RATING = {"grade", "assess_number", "handling", "rated", "words", "satisfied"}

# The words of a guide are those it is found by, and its name is the item's.
OF_ITEMS = {GuideView, ItemView}


def views() -> Iterator[type[View]]:
    for found in walk_packages(entrypoints.__path__, f"{entrypoints.__name__}."):
        for value in vars(import_module(found.name)).values():
            if isinstance(value, type) and issubclass(value, View):
                yield value


def fields(model: type[BaseModel]) -> set[str]:
    """Return the names of a model's fields, and of the models within it."""
    names = set(model.model_fields)
    for field in model.model_fields.values():
        for part in (field.annotation, *getattr(field.annotation, "__args__", ())):
            # A clock has a name of its own.
            if isinstance(part, type) and issubclass(part, BaseModel) and part is not ClockView:
                names |= fields(part)
    return names


def test_no_view_shows_a_rating_beside_a_person() -> None:
    every = set(views())
    about = [v for v in every - OF_ITEMS if fields(v) & ABOUT_A_RATING]
    assert len(about) > 3
    assert [view.__name__ for view in about if fields(view) & WHO] == []


def test_the_one_way_to_a_rater_is_a_telephone_without_a_name() -> None:
    assert fields(RaterContact) == {"phone"}


def test_what_is_stored_of_a_rating_names_no_person() -> None:
    stored = Kind("ratings", Rating).adapter.json_schema()
    assert not WHO & set(stored["properties"])


def test_what_is_announced_of_a_rating_is_about_the_application_alone() -> None:
    own = [set(e.model_fields) for e in (RatingEvent, ServiceRated, RatingFollowedUp)]
    assert not [names for names in own if names & (WHO - {"applicant"})]


async def test_no_answer_of_any_role_tells_the_rated_that_a_case_was_rated_or_by_whom(
    edge: Edge,
) -> None:
    case = await handed_in(edge)
    await rate(edge, (await handed_in(edge))["receipt_code"])
    before = await everything(edge, case["id"])
    await rate(edge, case["receipt_code"])
    assert await everything(edge, case["id"]) == before


async def test_no_answer_to_a_leader_holds_anything_of_the_person(edge: Edge) -> None:
    at = await bad(edge)
    async with edge.client(Role.SHIFT_LEADER, "stf_g0001") as leader:
        answers = [(await leader.get(path)).text for path in (at, "/ratings")]
        body = {"finding": "confirmed", "reasons": "属实。"}
        answers.append((await leader.post(f"{at}/verification", json=body)).text)
    hidden = [*ZHANG.values(), "张*", "138****", "per_", "resident-1"]
    assert not [word for word in hidden for text in answers if word in text]
    assert [WORDS in text for text in answers] == [True, False, False]


async def everything(edge: Edge, case: str) -> list[Any]:
    """Return all that a clerk and a reviewer can read of an application."""
    read: list[Any] = []
    for role in (Role.CLERK, Role.REVIEWER):
        async with edge.client(role, "stf_c0001") as staff:
            at = f"/cases/{case}"
            paths = (at, f"{at}/history", f"{at}/deadline", "/cases")
            read += [(await staff.get(path)).json() for path in paths]
    return read
