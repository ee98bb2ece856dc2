from typing import Any

import pytest

from services.jobs.domain.matches import MatchState
from shared.codes import id_check_character
from shared.events.partners import VacancyOffered
from shared.identity.roles import Role
from shared.web.auth import open_routes
from shared.web.openapi import openapi_examples
from tests.services.jobs.builders import COMMUNITY, STREET
from tests.services.jobs.entrypoints.desk import Desk

OTHER = "150602014000"
ID_NUMBER = (first := "15060219900101123") + id_check_character(first)
NEW: dict[str, Any] = dict(VacancyOffered.example)


async def test_every_route_is_guarded_and_every_request_has_an_example(desk: Desk) -> None:
    assert open_routes(desk.app) == []
    assert openapi_examples(desk.app) == []


async def test_a_clerk_enters_a_post_and_it_is_on_the_board(desk: Desk) -> None:
    made = await desk.call("POST", "/posts", Role.CLERK, body=NEW)
    assert (made.status_code, made.headers["ETag"]) == (201, '"1"')
    post = made.json()
    assert (post["state"], post["wage_fen"], post["wage_unit"]) == ("published", 3500, "hour")
    assert post["employer_name"] == NEW["employer_name"]
    read = await desk.call("GET", f"/posts/{post['id']}", org=COMMUNITY)
    assert read.json() == post
    again = await desk.call("GET", f"/posts/{post['id']}", If_None_Match='"1"')
    assert again.status_code == 304
    listed = await desk.call("GET", "/posts?state=published", Role.OPERATOR)
    assert [item["id"] for item in listed.json()["items"]] == [post["id"]]


async def test_a_bad_post_comes_back_rejected_with_every_mend(desk: Desk) -> None:
    made = await desk.call("POST", "/posts", body={**NEW, "conditions": "限男性，交押金"})
    post = made.json()
    assert (made.status_code, post["state"]) == (201, "rejected")
    assert [ground["code"] for ground in post["grounds"]] == ["fee-from-worker", "unequal-sex"]


async def test_a_second_post_under_the_same_number_says_nothing_new(desk: Desk) -> None:
    await desk.call("POST", "/posts", body=NEW, Idempotency_Key="k1")
    replayed = await desk.call("POST", "/posts", body=NEW, Idempotency_Key="k1")
    assert replayed.headers["Idempotency-Replayed"] == "true"
    refused = await desk.call("POST", "/posts", body=NEW)
    assert refused.status_code == 409
    assert refused.json()["type"] == "urn:jiedao:problem:nothing-new"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"duties": "宗教信仰：无"}, "duties"),
        ({"conditions": f"联系人证件 {ID_NUMBER}"}, "conditions"),
        ({"occupation": "2-07-09-00"}, "occupation"),
        ({"colour": "red"}, "colour"),
    ],
)
async def test_what_may_not_be_stored_is_refused_at_the_door(
    desk: Desk, changed: dict[str, str], field: str
) -> None:
    refused = await desk.call("POST", "/posts", body={**NEW, **changed})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == field
    assert (await desk.call("GET", "/posts")).json()["items"] == []


async def test_a_post_is_closed_by_its_own_organisation_only(desk: Desk) -> None:
    post = (await desk.call("POST", "/posts", body=NEW)).json()
    path = f"/posts/{post['id']}/closure"
    assert (await desk.call("POST", path, org=COMMUNITY)).status_code == 403
    assert (await desk.call("POST", path, If_Match='"7"')).status_code == 412
    closed = await desk.call("POST", path, If_Match='"1"')
    assert (closed.json()["state"], closed.headers["ETag"]) == ("closed", '"2"')
    assert (await desk.call("POST", path)).status_code == 409


async def test_another_street_sees_nothing(desk: Desk) -> None:
    match = await desk.station.matched()
    for path in (f"/posts/{match.post}", f"/seekers/{match.seeker}", f"/matches/{match.id}"):
        assert (await desk.call("GET", path, org=OTHER)).status_code == 403
        assert (await desk.call("GET", path, Role.RESIDENT)).status_code == 403
        assert (await desk.call("GET", path, None)).status_code == 401
        assert (await desk.call("GET", f"{path}x")).status_code == 404
    for path in ("/posts", "/seekers", "/matches"):
        assert (await desk.call("GET", path, org=OTHER)).json()["items"] == []


async def test_a_seeker_is_shown_by_reference_with_matches_and_reasons(desk: Desk) -> None:
    match = await desk.station.matched()
    seeker = await desk.call("GET", f"/seekers/{match.seeker}", org=COMMUNITY)
    assert seeker.json()["person"] == match.person
    assert (await desk.call("GET", "/seekers", org=COMMUNITY)).json()["items"] == [seeker.json()]
    shown = (await desk.call("GET", f"/seekers/{match.seeker}/matches", org=COMMUNITY)).json()
    assert shown["items"][0]["reasons"] == list(match.reasons)
    assert shown["items"][0]["score"]["total"] == match.score.total


async def test_why_not_names_what_stands_in_the_way(desk: Desk) -> None:
    match = await desk.station.matched()
    far = (await desk.station.offers(vacancy_no="V2", licences=("fork",))).post
    path = f"/seekers/{match.seeker}/why-not"
    fits = (await desk.call("GET", f"{path}/{match.post}")).json()
    assert fits["fits"] is True
    unmet = (await desk.call("GET", f"{path}/{far.id}")).json()
    assert [v["rule"] for v in unmet["verdicts"] if not v["met"]] == ["licences"]
    assert (await desk.call("GET", f"{path}/{far.id}", org=OTHER)).status_code == 403


async def test_an_adviser_leads_a_match_to_its_end(desk: Desk) -> None:
    match = await desk.station.matched()
    path = f"/matches/{match.id}"
    early = await desk.call("POST", f"{path}/start")
    assert early.status_code == 409
    await desk.call("POST", f"{path}/contact", X_Purpose="contact")
    for step, state in (
        ("acceptance", "accepted"),
        ("start", "started"),
        ("finish", "finished"),
    ):
        led = await desk.call("POST", f"{path}/{step}")
        assert (led.status_code, led.json()["state"]) == (200, state)
    assert desk.station.counted(MatchState.FINISHED) == 1
    listed = await desk.call("GET", f"/matches?state=finished&post={match.post}", org=STREET)
    assert [item["id"] for item in listed.json()["items"]] == [match.id]
    assert (await desk.call("POST", f"{path}/acceptance", Role.CLERK)).status_code == 403


async def test_a_no_needs_its_side_and_ground(desk: Desk) -> None:
    match = await desk.station.matched()
    path = f"/matches/{match.id}/refusal"
    assert (await desk.call("POST", path, body={"by": "weather"})).status_code == 422
    said = await desk.call("POST", path, body={"by": "employer", "ground": "seat-given-away"})
    assert (said.json()["state"], said.json()["declined_by"]) == ("declined", "employer")
