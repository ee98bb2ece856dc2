import base64
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.messaging.ledger import LEDGER, Fate
from shared.storage.ports import StoreAway
from shared.testing.memory import MemoryStore
from tests.shared.messaging.toy import KEYRING, fates, hearing, order, record


async def test_one_bad_record_does_not_touch_its_neighbours() -> None:
    store = MemoryStore()
    results = await hearing(store).hear(
        [
            record(order("1", subject="a"), 0),
            record(b"{not json", 1),
            record(order("2", subject="b"), 2),
        ]
    )
    assert [r.outcome for r in results] == ["handled", "quarantined", "handled"]
    assert await store.count("tallies", {}) == 2


WRONG: list[tuple[str, Any, str]] = [
    ("empty", b"", "empty-value"),
    ("broken", b"{", "not-json"),
    ("a list", b"[1]", "not-an-object"),
    ("not utf-8", b'{"a":"\xff"}', "not-utf8"),
    ("half a character", json.dumps(order(subject="\ud800")).encode(), "not-utf8"),
    ("not a number", b'{"a":NaN}', "not-json"),
    ("too large", b'"' + b"x" * 1_100_000 + b'"', "too-large"),
    ("no id", {k: v for k, v in order().items() if k != "id"}, "does-not-fit-schema"),
    ("no zone", order(time="2026-09-07T09:00:00"), "does-not-fit-schema"),
    ("no data", order(data=None), "does-not-fit-schema"),
    ("wrong enum", order(data={**order()["data"], "kind": "gossip"}), "does-not-fit-schema"),
    ("forged", order(source="urn:partner:portal"), "forged-source"),
    ("version", order(type="jiedao.partner.hotline-order.placed.v9"), "unknown-version"),
    ("type", order(type="jiedao.partner.gossip.spread.v1"), "unknown-type"),
    ("a phone", order(data={**order()["data"], "phone": "13800001234"}), "personal-field"),
    ("an id number", order(data={**order()["data"], "text": "11010519491231002X"}), "id-number"),
    ("forbidden", order(data={**order()["data"], "民族": "x"}), "refused-field"),
]


@pytest.mark.parametrize(("_name", "event", "code"), WRONG, ids=[w[0] for w in WRONG])
async def test_what_does_not_validate_is_quarantined_with_its_reason(
    _name: str, event: Any, code: str
) -> None:
    store = MemoryStore()
    await hearing(store).hear([record(event)])
    fate, found = (await fates(store))["0"]
    assert fate == Fate.QUARANTINED
    assert found == code
    row = LEDGER.decode((await store.page("ledger", {}, after=None, limit=1))[0])
    assert row.zh
    assert row.en


@pytest.mark.parametrize("member", ["id", "subject", "correlationid", "source"])
async def test_an_identity_number_in_the_envelope_is_quarantined_and_not_shown(member: str) -> None:
    store = MemoryStore()
    changes = {member: "11010519491231002X"}
    if member == "source":
        changes = {"note": "11010519491231002X"}
    await hearing(store).hear([record(order(**changes))])
    assert (await fates(store))["0"] == ("quarantined", "id-number")
    assert "11010519491231002X" not in str(store.rows)


async def test_a_partner_speaks_for_its_own_organisation_only() -> None:
    store = MemoryStore()
    below = order("1", orgunit="150602013003", subject="a")
    foreign = order("2", orgunit="110101001000", subject="b")
    results = await hearing(store).hear([record(below, 0), record(foreign, 1)])
    assert [r.outcome for r in results] == ["handled", "quarantined"]
    assert (await fates(store))["1"] == ("quarantined", "foreign-orgunit")


async def test_a_header_that_is_not_text_is_quarantined_by_the_desk() -> None:
    store = MemoryStore()
    await hearing(store).hear([record(order(), headers=(("ce_type", b"\xff\xfe"),))])
    assert (await fates(store))["0"] == ("quarantined", "header-not-utf8")


async def test_the_raw_bytes_are_kept_sealed_and_whole() -> None:
    store = MemoryStore()
    await hearing(store).hear([record(b"{oops")])
    row = LEDGER.decode((await store.page("ledger", {}, after=None, limit=1))[0])
    assert row.raw is not None
    assert "oops" not in base64.b64decode(row.raw).decode("latin-1")
    opened = json.loads(KEYRING.open_raw(base64.b64decode(row.raw)))
    assert base64.b64decode(opened["value"]) == b"{oops"


async def test_a_refused_event_is_parked_with_the_rules_own_words() -> None:
    store = MemoryStore()
    refused = order("9", data={**order()["data"], "category": "refused"})
    other = record(order("1", subject="order-2"), 1)
    results = await hearing(store).hear([record(refused), other])
    assert [r.outcome for r in results] == ["parked", "handled"]
    assert (await fates(store))["0"] == ("parked", "negative")


async def test_a_redelivered_record_leaves_nothing_and_a_repeated_event_is_said() -> None:
    store = MemoryStore()
    listener = hearing(store)
    await listener.hear([record(order("1"), 0)])
    again = await listener.hear([record(order("1"), 0), record(order("1"), 7)])
    assert [r.outcome for r in again] == ["repeated", "repeated"]
    assert await fates(store) == {"7": ("repeated", "repeated")}
    assert (await store.load("tallies", ["order-1"]))["order-1"]["total"] == 1


async def test_another_services_type_is_left_to_it() -> None:
    store = MemoryStore()
    assert await hearing(store, "jobs").hear([record(b"", headers=())]) == []
    assert await store.count("ledger", {}) == 0


async def test_a_known_type_that_this_partner_may_not_send_is_quarantined_by_the_desk() -> None:
    store = MemoryStore()
    for offset, type_ in enumerate(
        ("jiedao.partner.bank-answer.given.v1", "jiedao.grid.incident.closed.v1")
    ):
        results = await hearing(store).hear([record(order(type=type_), offset)])
        assert [r.outcome for r in results] == ["quarantined"]
    assert {code for _, code in (await fates(store)).values()} == {"type-not-allowed"}


async def test_binary_mode_is_understood() -> None:
    store = MemoryStore()
    event = order("5")
    data = event.pop("data")
    headers = tuple((f"ce_{name}", str(value).encode()) for name, value in event.items())
    body = json.dumps(data).encode()
    results = await hearing(store).hear(
        [record(body, headers=(*headers, ("content-type", b"application/json")))]
    )
    assert [r.outcome for r in results] == ["handled"]


async def test_while_the_store_is_away_nothing_is_said_to_be_done() -> None:
    store = MemoryStore()
    listener = hearing(store)
    store.away = True
    with pytest.raises(StoreAway):
        await listener.hear([record(order())])
    store.away = False
    assert [r.outcome for r in await listener.hear([record(order())])] == ["handled"]


@given(st.data())
@settings(max_examples=50)
async def test_no_mutation_of_a_valid_event_hurts_a_neighbour(data: st.DataObject) -> None:
    raw = bytearray(json.dumps(order("m")).encode())
    for _ in range(data.draw(st.integers(1, 8))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    store = MemoryStore()
    results = await hearing(store).hear(
        [record(order("1", subject="a"), 0), record(bytes(raw), 1), record(order("2"), 2)]
    )
    assert (results[0].outcome, results[-1].outcome) == ("handled", "handled")
    assert len(results) == 3
