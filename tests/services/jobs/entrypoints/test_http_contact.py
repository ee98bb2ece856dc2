import logging

import pytest

from services.jobs.application.ports import ContactAway
from services.jobs.domain.matches import MatchState
from shared.identity.roles import Role
from tests.services.jobs.builders import COMMUNITY
from tests.services.jobs.entrypoints.desk import Desk
from tests.services.jobs.station import person

PHONE = "13800001234"


async def test_the_contact_is_shown_once_and_kept_nowhere(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    match = await desk.station.matched()
    path = f"/matches/{match.id}/contact"
    shown = await desk.call("POST", path, org=COMMUNITY, X_Purpose="contact", Idempotency_Key="k1")
    assert shown.json()["contact"] == {"name": "张三", "phone": PHONE}
    assert (shown.json()["state"], shown.json()["adviser"]) == ("contacted", "stf_j0001")
    assert (shown.headers["ETag"], shown.headers["Cache-Control"]) == ('"2"', "no-store")
    assert desk.contacts.asked == [(person(1), "contact")]
    for collection in ("idempotency", "matches", "outbox"):
        rows = await desk.station.store.page(collection, {}, after=None, limit=99)
        assert rows
        assert PHONE not in str(rows)
        assert "张三" not in str(rows)
    assert any("contact" in r.message and person(1) in r.message for r in caplog.records)
    assert PHONE not in caplog.text


async def test_the_same_key_gives_the_same_answer_and_one_step(desk: Desk) -> None:
    match = await desk.station.matched()
    path = f"/matches/{match.id}/contact"
    first = await desk.call("POST", path, X_Purpose="contact", Idempotency_Key="k1")
    second = await desk.call("POST", path, X_Purpose="contact", Idempotency_Key="k1")
    assert second.json() == first.json()
    assert desk.station.counted(MatchState.CONTACTED) == 1


async def test_without_a_purpose_or_the_role_nobody_is_asked(desk: Desk) -> None:
    match = await desk.station.matched()
    path = f"/matches/{match.id}/contact"
    assert (await desk.call("POST", path)).status_code == 403
    assert (await desk.call("POST", path, Role.CLERK, X_Purpose="contact")).status_code == 403
    other = await desk.call("POST", path, org="150602013004", X_Purpose="contact")
    assert other.status_code == 403
    assert desk.contacts.asked == []


async def test_only_a_member_of_staff_contacts(desk: Desk) -> None:
    match = await desk.station.matched()
    path = f"/matches/{match.id}/contact"
    refused = await desk.call("POST", path, subject="somebody", X_Purpose="contact")
    assert refused.status_code == 403
    assert refused.json()["type"].endswith("not-staff")
    assert desk.contacts.asked == []


async def test_a_match_that_is_over_reveals_nobody(desk: Desk) -> None:
    match = await desk.station.matched()
    no = {"by": "seeker", "ground": "too-far"}
    await desk.call("POST", f"/matches/{match.id}/refusal", body=no)
    refused = await desk.call("POST", f"/matches/{match.id}/contact", X_Purpose="contact")
    assert refused.status_code == 409
    assert desk.contacts.asked == []


async def test_while_intake_is_away_nothing_changes(desk: Desk) -> None:
    match = await desk.station.matched()
    desk.contacts.refusal = ContactAway("contact-away", "请稍后重试。", "Try again.")
    refused = await desk.call("POST", f"/matches/{match.id}/contact", X_Purpose="contact")
    assert refused.status_code == 503
    assert (await desk.station.matches.get(match.id)).state is MatchState.SUGGESTED


async def test_a_stale_reader_learns_no_contact(desk: Desk) -> None:
    match = await desk.station.matched()
    path = f"/matches/{match.id}/contact"
    stale = await desk.call("POST", path, X_Purpose="contact", If_Match='"9"')
    assert stale.status_code == 412
    assert PHONE not in stale.text
