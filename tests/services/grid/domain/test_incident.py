from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from services.grid.domain.incident import Incident
from services.grid.domain.record import Channel
from services.grid.domain.states import State
from shared.values import NotAllowed, Refusal

NOW = datetime(2026, 9, 7, 1, 0, tzinfo=UTC)
NEW = Incident(
    id="inc_1",
    version=1,
    number="G20260907000001",
    orgunit="150602013000",
    channel=Channel.WORKER,
    category="noise",
    category_name="噪声扰民",
    text="半夜施工。",
    reported_at=NOW,
)


def at(state: State, **changes: object) -> Incident:
    return replace(NEW, state=state, worker="stf_g0101", **changes)  # type: ignore[arg-type]


ACTS: list[Callable[[str], Incident]] = [
    at(State.DISPATCHED).signed,
    at(State.SIGNED).started,
    lambda by: at(State.HANDLING).fed_back(by, "清运完毕", NOW, solved=True),
]


@pytest.mark.parametrize("act", ACTS)
def test_only_its_worker_signs_starts_and_feeds_back(act: Callable[[str], Incident]) -> None:
    assert act("stf_g0101").version == 1
    with pytest.raises(NotAllowed, match="not dispatched to you"):
        act("stf_g0102")


def test_the_handler_cannot_verify() -> None:
    done = at(State.HANDLING).fed_back("stf_g0101", "清运完毕", NOW, solved=True)
    with pytest.raises(NotAllowed) as told:
        done.verified("stf_g0101", passed=True)
    assert told.value.code == "verify-by-another"
    assert done.verified("stf_g0102", passed=True).state is State.VERIFIED
    assert done.verified("stf_g0102", passed=False).state is State.HANDLING


def test_what_the_leader_holds_is_not_given_back() -> None:
    held = replace(at(State.DISPATCHED), worker="stf_g0001")
    with pytest.raises(Refusal) as told:
        held.returned("stf_g0001", "stf_g0001", NOW)
    assert told.value.code == "cannot-return-again"


def test_a_bad_rating_closes_only_after_the_revisit() -> None:
    rated = at(State.VERIFIED, channel=Channel.RATING, revisit_owed=True)
    with pytest.raises(Refusal) as told:
        rated.closed("已整改。", NOW)
    assert told.value.code == "revisit-first"
    assert rated.revisited().closed("已整改。", NOW).state is State.CLOSED


def test_only_a_rating_owes_a_revisit() -> None:
    with pytest.raises(Refusal) as told:
        at(State.HANDLING).revisited()
    assert told.value.code == "no-rating-behind-it"


def test_rejected_help_is_not_solved() -> None:
    asked = replace(NEW, state=State.REGISTERED).help_requested("temporary-relief", "stf_g0101")
    assert asked.help_answered("case_1", "approved").solved is True
    assert asked.help_answered("case_1", "withdrawn").solved is False
