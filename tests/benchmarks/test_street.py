"""What the generator makes is what the service writes: a likeness equals a life that was led."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import bson
import pytest

from benchmarks.street.draft import STREET, Draft, drafts, plain_items
from benchmarks.street.likeness import Led, case_of, led
from benchmarks.street.lives import ACTIONS
from benchmarks.street.office import Office, Town
from services.intake.adapters.case.mongo_cases import CASES
from services.intake.application.case.end import deliver_result
from services.intake.domain.case.states import State
from services.intake.domain.work.queues import queue_of
from shared.privacy.sealing import Keyring

PRESENT = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
KEYRING = Keyring(b"m" * 32, b"i" * 32)
LIVES = 60
SHIFT_MS = -7 * 60_000 - 421
AWARE: bson.CodecOptions[dict[str, Any]] = bson.CodecOptions(tz_aware=True)
Documents = dict[tuple[str, str], dict[str, Any]]


@pytest.fixture(scope="module")
def town() -> Town:
    there = Town(KEYRING)
    there.clock.move(PRESENT)
    return there


@pytest.fixture(scope="module")
def drawn(town: Town) -> Sequence[Draft]:
    items = plain_items(town.catalogue.every())
    dice = random.Random(6)  # noqa: S311 - no secret
    return drafts(items, town.calendars.of(STREET), PRESENT, LIVES, dice)


def written(life: Led) -> Documents:
    return {
        (name, key): bson.decode(raw, AWARE)
        for name, rows in life.rows.items()
        for key, raw in rows.items()
    }


def without_causes(documents: Documents) -> Documents:
    # Of timers: `version` tells one content from another and `cause` what set it; both are hashes.
    for (name, _), document in documents.items():
        if name == "timers":
            document |= {"version": 0, "cause": ""}
    return documents


async def test_a_likeness_can_be_taken_further(town: Town, drawn: Sequence[Draft]) -> None:
    draft = replace(drawn[0], fate="undelivered")
    life = await led(town, draft, 1, 0)
    office = Office(town, "life-000000002", draft.orgunit, PRESENT)
    office.store.rows = {name: {} for name, _ in life.like(2, 1, life.person, 0, KEYRING)}
    for name, raw in life.like(2, 1, life.person, 0, KEYRING):
        office.store.rows[name][raw["_id"]] = bytes(raw.raw)
    case = case_of("life-000000002")
    delivered = await office.act(lambda w: deliver_result(case, w), "stf_c0001", "clerk")
    assert (delivered.state, delivered.version) == (State.DELIVERED, len(life.rows["trail"]) + 1)


async def test_every_draw_reaches_ten_actions_or_the_present(
    town: Town, drawn: Sequence[Draft]
) -> None:
    for seed, draft in enumerate(drawn):
        life = await led(town, draft, 1, seed)
        (case,) = (CASES.decode(row) for (name, _), row in written(life).items() if name == "cases")
        over = queue_of(case) is None and case.state is not State.CORRECTION
        assert len(life.rows["trail"]) >= ACTIONS or not over, draft


async def test_a_likeness_is_what_the_use_cases_would_have_written(
    town: Town, drawn: Sequence[Draft]
) -> None:
    for seed, draft in enumerate(drawn):
        first = await led(town, draft, 1, seed)
        earlier = replace(draft, shift=timedelta(milliseconds=SHIFT_MS))
        second = await led(town, earlier, 2, seed)
        made = first.like(2, 1, second.person, SHIFT_MS, KEYRING)
        found = {(name, raw["_id"]): bson.decode(raw.raw, AWARE) for name, raw in made}
        assert without_causes(found) == without_causes(written(second)), draft
