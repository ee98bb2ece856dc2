"""Who has an application in hand, and who may not decide it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.domain.case.case import Case
from services.intake.domain.case.duties import must_be_apart
from services.intake.domain.case.parts import Channel, Need, Origin
from services.intake.domain.case.states import State
from services.intake.domain.catalogue.item import OWN, ItemKind
from services.intake.domain.work.claims import claimed, left_behind, reassigned, released
from services.intake.domain.work.queues import QUEUES, due_of, queue_of, working_fields
from shared.values import NotAllowed, Refusal

NINE = datetime(2026, 9, 7, 1, 0, tzinfo=UTC)
CASE = Case(
    id="case_a",
    version=1,
    project_no="20260907000001",
    item_code="elder-allowance",
    item_name="高龄津贴申领",
    kind=ItemKind.PROMISED,
    decided_by=OWN,
    origin=Origin(Channel.WINDOW),
    orgunit="150602013000",
    state=State.RECEIVED,
    received_at=NINE,
    papers=(),
)
CLERK, REVIEWER = frozenset({"clerk"}), frozenset({"reviewer"})


def in_review(**changes: object) -> Case:
    return replace(CASE, state=State.IN_REVIEW, **changes)  # type: ignore[arg-type]


def test_a_clerk_takes_what_is_to_be_accepted_and_puts_it_back() -> None:
    taken = claimed(CASE, "stf_c0001", CLERK)
    assert (taken.claimed_by, taken.claimed_in) == ("stf_c0001", "to-accept")
    assert claimed(taken, "stf_c0001", CLERK) == taken
    assert released(taken, "stf_c0001") == CASE


def test_what_a_colleague_has_is_not_taken_from_him() -> None:
    taken = claimed(CASE, "stf_c0001", CLERK)
    with pytest.raises(Refusal, match="stf_c0001 has claimed it"):
        claimed(taken, "stf_c0002", CLERK)
    with pytest.raises(Refusal, match="stf_c0002 does not have it"):
        released(taken, "stf_c0002")


def test_the_queue_of_another_role_is_not_worked() -> None:
    with pytest.raises(NotAllowed, match="not worked by your role"):
        claimed(CASE, "stf_r0001", REVIEWER)


def test_what_waits_for_the_applicant_is_nobodys_work() -> None:
    with pytest.raises(Refusal, match="waits for no member of staff"):
        claimed(replace(CASE, state=State.CORRECTION), "stf_c0001", CLERK)


def test_a_claim_ends_when_the_application_goes_to_another_queue() -> None:
    taken = claimed(in_review(), "stf_r0001", REVIEWER)
    assert left_behind(taken) == taken
    assert left_behind(replace(taken, state=State.DECIDED)).claimed_by is None


def test_who_accepted_a_promised_item_neither_takes_nor_gets_nor_decides_it() -> None:
    accepted = in_review(accepted_by="stf_c0001")
    for refused in (
        lambda: must_be_apart(accepted, "stf_c0001"),
        lambda: claimed(accepted, "stf_c0001", REVIEWER),
        lambda: reassigned(claimed(accepted, "stf_r0001", REVIEWER), "stf_r0001", "stf_c0001"),
    ):
        with pytest.raises(NotAllowed, match="another reviewer examines"):
            refused()
    must_be_apart(replace(accepted, kind=ItemKind.INSTANT), "stf_c0001")


def test_what_has_no_limit_is_due_since_it_waits() -> None:
    accepted = in_review(accepted_by="stf_c0001", accepted_at=NINE.replace(hour=3))
    assert due_of(accepted) == NINE.replace(hour=3)
    assert due_of(CASE) == NINE
    assert "late_at" not in working_fields(accepted)


def test_the_green_channel_goes_before_what_waits_as_long_and_changes_no_limit() -> None:
    waits = in_review(accepted_at=NINE)
    used = replace(waits, green_channel=True)
    assert due_of(used) == due_of(waits)
    green = replace(used, need=Need.AGED, accepted_at=NINE.replace(hour=11))
    assert due_of(green) < due_of(waits)
    assert working_fields(green).keys() == working_fields(waits).keys()


@given(
    state=st.sampled_from(State),
    kind=st.sampled_from(ItemKind),
    decided_by=st.sampled_from(["own", "nobody", "real-estate"]),
    handed_to=st.sampled_from([None, "real-estate"]),
    roles=st.sampled_from([CLERK, REVIEWER, CLERK | REVIEWER, frozenset({"kiosk"})]),
)
def test_every_application_waits_in_one_queue_or_none_and_only_its_roles_take_it(
    state: State, kind: ItemKind, decided_by: str, handed_to: str | None, roles: frozenset[str]
) -> None:
    case = replace(CASE, state=state, kind=kind, decided_by=decided_by, handed_to=handed_to)
    queue = queue_of(case)
    assert working_fields(case).get("queue") == (queue and queue.name)
    try:
        taken = claimed(case, "stf_x0001", roles)
    except Refusal:
        assert queue is None or roles.isdisjoint(queue.roles)
    else:
        assert queue in QUEUES
        assert released(taken, "stf_x0001") == case
