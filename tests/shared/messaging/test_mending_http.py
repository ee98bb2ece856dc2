"""The operators' door and the partners' view, over HTTP."""

import base64
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from shared.identity.roles import Role
from shared.messaging.partners import Partners
from shared.testing.memory import MemoryStore
from tests.shared.messaging.desk import Office
from tests.shared.messaging.mending_toy import Town, place, serving
from tests.shared.messaging.toy import PARTNERS, order, record

WHY = {"reason": "checked with the sender"}
HEAD, NEXT = f"/ledger/{place(0)}", f"/ledger/{place(1)}"


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    opened = Office(tmp_path / "issuer", MemoryStore())
    async with serving(opened.town):
        yield opened


async def invalid(office: Office, id_: str = "a", offset: int = 0) -> dict[str, Any]:
    """Let an order come without its text; return it as it should have been."""
    right = order(id_)
    wrong = order(id_, data={k: v for k, v in right["data"].items() if k != "text"})
    await office.town.hearing.hear([record(wrong, offset)])
    return right


async def test_the_ledger_is_listed_by_filter_page_and_count(office: Office) -> None:
    office.town.mood["b"] = "refuse"
    await invalid(office)
    await office.town.hear("b", "c", first=1)
    shown = await office.did("GET", "/ledger?limit=2")
    rest = await office.did("GET", f"/ledger?cursor={shown['next']}")
    assert [row["fate"] for row in shown["items"] + rest["items"]] == [
        "quarantined",
        "parked",
        "waiting",
    ]
    (one,) = (await office.did("GET", "/ledger?code=does-not-fit-schema"))["items"]
    assert (one["place"], one["event_id"], one["subject"]) == (place(0), "a", "order-1")
    counted = (await office.did("GET", "/ledger/summary"))["items"]
    assert {row["fate"]: row["count"] for row in counted} == {
        "quarantined": 1,
        "parked": 1,
        "waiting": 1,
    }


async def test_an_entry_shows_what_was_tried_and_whom_it_waits_for(office: Office) -> None:
    office.town.mood["a"] = "refuse"
    await office.town.hear("a", "b")
    seen = await office.did("GET", NEXT)
    assert (seen["waits_behind"], seen["turn"], seen["tries"]) == (place(0), 2, 1)
    assert seen["schema_tried"].endswith("hotline-order.placed.v1")
    assert seen["event"]["id"] == "b"


async def test_bytes_that_may_hold_anything_are_shown_for_a_purpose_and_that_is_kept(
    office: Office,
) -> None:
    await office.town.hearing.hear([record(b"{call 13800001234")])
    masked = await office.ask("GET", HEAD)
    assert "13800001234" not in masked.text
    assert masked.json()["event"] is None
    assert (await office.ask("GET", f"{HEAD}?raw=1")).status_code == 403
    shown = await office.did("GET", f"{HEAD}?raw=1", **{"x-purpose": "audit"})
    assert base64.b64decode(shown["raw"]["value"]) == b"{call 13800001234"
    assert [(act["who"], act["what"], act["why"]) for act in shown["acts"]] == [
        ("stf_o0001", "reveal", "audit")
    ]
    counted = office.town.metrics.registry.get_sample_value(
        "jiedao_personal_reveals_total", {"purpose_kind": "audit"}
    )
    assert counted == 1


async def test_a_corrected_event_is_kept_beside_the_original_and_handled(office: Office) -> None:
    right = await invalid(office)
    done = await office.did("POST", f"{HEAD}/mend", {**WHY, "event": right})
    assert done["outcome"] == "replayed"
    assert await office.town.order_of() == ["a"]
    seen = await office.did("GET", f"{HEAD}?raw=1", **{"x-purpose": "audit"})
    assert "text" not in json.loads(base64.b64decode(seen["raw"]["value"]))["data"]
    assert seen["mended"]
    assert [act["what"] for act in seen["acts"]] == ["mend", "replayed", "reveal"]
    again = await office.did("POST", f"{HEAD}/replay", WHY)
    assert again["outcome"] == "replayed"
    assert await office.town.order_of() == ["a"]


async def test_a_correction_that_is_wrong_too_or_another_event_is_refused(office: Office) -> None:
    right = await invalid(office)
    still = await office.ask("POST", f"{HEAD}/mend", {**WHY, "event": {**right, "data": {}}})
    other = await office.ask("POST", f"{HEAD}/mend", {**WHY, "event": {**right, "id": "z"}})
    assert (still.status_code, other.status_code) == (422, 422)
    assert other.json()["type"].endswith("another-event")
    assert await office.town.fate(0) == "quarantined"


async def test_a_mended_event_takes_its_turn_behind_what_waits(office: Office) -> None:
    right = await invalid(office)
    office.town.mood["b"] = "refuse"
    await office.town.hear("b", first=1)
    done = await office.did("POST", f"{HEAD}/mend", {**WHY, "event": right})
    assert (done["outcome"], done["code"]) == ("waiting", "waits-behind")
    office.town.mood.clear()
    await office.town.later(1)
    assert await office.town.order_of() == ["b", "a"]


async def test_who_saw_an_older_version_of_an_entry_is_told(office: Office) -> None:
    await invalid(office)
    stale = await office.ask("POST", f"{HEAD}/discard", WHY, **{"if-match": '"7"'})
    assert stale.status_code == 412
    tag = (await office.ask("GET", HEAD)).headers["etag"]
    done = await office.ask("POST", f"{HEAD}/discard", WHY, **{"if-match": tag})
    assert done.json()["fate"] == "discarded"
    assert (await office.ask("POST", f"{HEAD}/discard", WHY)).status_code == 409


async def test_the_same_discard_sent_twice_is_answered_twice_and_done_once(office: Office) -> None:
    await invalid(office)
    key = {"idempotency-key": "k1"}
    first = await office.ask("POST", f"{HEAD}/discard", WHY, **key)
    second = await office.ask("POST", f"{HEAD}/discard", WHY, **key)
    assert first.json() == second.json()
    assert len((await office.town.entry(0)).acts) == 1


async def test_discarding_the_head_lets_the_next_one_go(office: Office) -> None:
    office.town.mood["a"] = "break"
    await office.town.hear("a", "b", "c")
    await office.did("POST", f"{NEXT}/discard", WHY)
    await office.did("POST", f"{HEAD}/discard", WHY)
    await office.town.later(0)
    assert await office.town.order_of() == ["c"]
    assert await office.town.lanes() == 0


async def test_one_that_waits_is_not_replayed_and_its_head_is_named(office: Office) -> None:
    office.town.mood["a"] = "refuse"
    await office.town.hear("a", "b")
    refused = await office.ask("POST", f"{NEXT}/replay", WHY)
    assert refused.status_code == 409
    assert place(0) in refused.json()["detail"]


async def test_all_that_fit_are_replayed_lane_by_lane_in_order(office: Office) -> None:
    office.town.mood |= {"a": "refuse", "x": "refuse"}
    await office.town.hear("a", "b", "c")
    await office.town.hear("x", "y", subject="order-2", first=10)
    dry = await office.did(
        "POST", "/ledger/replays", {**WHY, "filter": {"fate": "parked"}, "dry_run": True}
    )
    assert [row["outcome"] for row in dry["items"]] == ["parked", "parked"]
    del office.town.mood["a"]
    done = await office.did("POST", "/ledger/replays", WHY)
    assert {row["place"]: row["outcome"] for row in done["items"]} == {
        place(0): "replayed",
        place(1): "replayed",
        place(2): "replayed",
        place(10): "parked",
    }
    assert await office.town.order_of() == ["a", "b", "c"]
    assert await office.town.order_of("order-2") == []


async def test_quarantined_events_of_one_aggregate_are_replayed_in_the_order_they_came(
    office: Office,
) -> None:
    unregistered = Partners(
        partners=tuple(one.model_copy(update={"types": ()}) for one in PARTNERS.partners)
    )
    before = Town(office.town.store, office.town.clock, partners=unregistered)
    assert await before.hear("8", "9", "10", "11", first=8) == ["quarantined"] * 4
    await office.did("POST", "/ledger/replays", {**WHY, "limit": 1})
    assert await office.town.order_of() == ["8", "9", "10", "11"]


async def test_an_operator_of_another_organisation_sees_and_does_nothing(office: Office) -> None:
    await invalid(office)
    below = office.token(org="150602013003")
    assert (await office.ask("GET", "/ledger", token=below)).json()["items"] == []
    assert (await office.ask("GET", "/ledger/summary", token=below)).json()["items"] == []
    for method, path, body in (
        ("GET", HEAD, None),
        ("POST", f"{HEAD}/replay", WHY),
        ("POST", f"{HEAD}/discard", WHY),
        ("POST", "/ledger/replays", WHY),
    ):
        assert (await office.ask(method, path, body, token=below)).status_code == 403
    assert await office.town.fate(0) == "quarantined"


async def test_a_partner_reads_its_own_rejects_and_nobody_elses(office: Office) -> None:
    await invalid(office)
    mine = office.token(Role.PARTNER, partner="hotline")
    (row,) = (await office.ask("GET", "/events/rejected", token=mine)).json()["items"]
    assert (row["event_id"], row["code"], row["fate"]) == (
        "a",
        "does-not-fit-schema",
        "quarantined",
    )
    assert row["field"] == "data.text"
    assert not row.keys() & {"acts", "raw", "event"}
    other = office.token(Role.PARTNER, partner="portal")
    assert (await office.ask("GET", "/events/rejected", token=other)).json()["items"] == []
    assert (await office.ask("GET", "/ledger", token=mine)).status_code == 403


async def test_headers_of_our_own_are_shown_and_a_senders_other_ones_only_raw(
    office: Office,
) -> None:
    office.town.mood["a"] = "break"
    plain = record(order("a"))
    headers = (*plain.headers, ("x-caller", b"13800001234"))
    await office.town.hearing.hear([replace(plain, headers=headers)])
    shown = await office.did("GET", HEAD)
    assert [name for name, _ in shown["headers"]] == ["content-type", "ce_type"]


@pytest.mark.parametrize("dry_run", [0, 1, "no", "false"])
async def test_whether_it_is_only_tried_out_is_said_by_true_or_false_alone(
    office: Office, dry_run: Any
) -> None:
    await invalid(office)
    answer = await office.ask("POST", f"{HEAD}/replay", {**WHY, "dry_run": dry_run})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "dry_run")
