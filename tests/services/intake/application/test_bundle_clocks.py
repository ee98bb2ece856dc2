"""What time brings to one matter: the one notice in time, the joint limit, a new calendar."""

from datetime import datetime

import pytest

from services.intake.application.bundle.bundle_deadlines import (
    ExtendBundle,
    apply_bundle_calendar,
    extend_bundle,
)
from services.intake.application.case.check import RequestCorrection, request_correction
from services.intake.application.case.decide import start_review
from services.intake.application.case.end import WithdrawApplication, withdraw_application
from services.intake.application.case.procedures import (
    EndProcedure,
    StartProcedure,
    end_procedure,
    start_procedure,
)
from services.intake.domain.bundle.bundle import BundleState
from services.intake.domain.bundle.bundle_clocks import JOINT
from services.intake.domain.case.parts import ProcedureKind
from services.intake.domain.case.states import State
from shared.calendar import Limit, Unit
from shared.values import Invalid, NotAllowed, Refusal
from tests.services.intake.application.test_bundle import names
from tests.services.intake.bundles import ALLOWANCE_PAPERS, EVERY, hand_in, look, stands
from tests.services.intake.desk import Desk
from tests.services.intake.matters import ALLOWANCE, STALL, VETERAN

VETERANS = ("discharge-certificate",)


def at(instant: str) -> datetime:
    return datetime.fromisoformat(f"2026-{instant}+08:00")


async def test_what_one_office_misses_waits_until_the_other_has_looked(desk: Desk) -> None:
    bundle = await hand_in(desk, *ALLOWANCE_PAPERS, chosen=(VETERAN,))
    now, cases = await stands(desk, bundle)
    assert (cases[STALL].state, cases[STALL].prepared) == (
        State.RECEIVED,
        ("stall-application", "site-plan"),
    )
    assert now.open_clocks == ()
    assert "correction.requested" not in await names(desk)
    ask = RequestCorrection(cases[VETERAN].id, VETERANS)
    await desk.run(lambda w: request_correction(ask, w))
    await look(desk)
    now, cases = await stands(desk, bundle)
    assert {cases[STALL].state, cases[VETERAN].state} == {State.CORRECTION}
    assert (now.stand.state, now.open_clocks) == (BundleState.CORRECTION, ())
    assert (await names(desk)).count("bundle.correction-requested") == 1


async def test_when_the_last_day_begins_the_notice_goes_out_without_who_did_not_look(
    desk: Desk,
) -> None:
    bundle = await hand_in(desk, *ALLOWANCE_PAPERS, chosen=(VETERAN,))  # on Monday, 7 September
    await desk.pass_to(at("09-14T08:00:00"))
    assert "bundle.correction-requested" not in await names(desk)
    await desk.pass_to(at("09-14T09:00:00"))
    _, cases = await stands(desk, bundle)
    assert (cases[STALL].state, cases[VETERAN].state) == (State.CORRECTION, State.RECEIVED)
    # The law still has the last word on whoever says nothing (XKF 32(四)).
    await desk.pass_to(at("09-15T09:00:00"))
    _, cases = await stands(desk, bundle)
    assert cases[VETERAN].state is State.ACCEPTED


async def test_a_late_office_tells_what_it_misses_by_itself(desk: Desk) -> None:
    bundle = await hand_in(desk, *ALLOWANCE_PAPERS, chosen=(VETERAN,))
    await desk.pass_to(at("09-14T09:00:00"))
    _, cases = await stands(desk, bundle)
    ask = RequestCorrection(cases[VETERAN].id, VETERANS)
    await desk.run(lambda w: request_correction(ask, w))
    _, cases = await stands(desk, bundle)
    assert cases[VETERAN].state is State.CORRECTION
    asked = [d["merged"] for name, _, d in await desk.announced() if name == "correction.requested"]
    assert asked == [True, False]


async def test_a_joint_decision_has_45_working_days_and_stands_while_one_office_inspects(
    desk: Desk,
) -> None:
    bundle = await hand_in(desk, *EVERY)
    (joint,) = bundle.open_clocks
    assert (joint.name, joint.due_at) == (JOINT, at("11-13T17:30:00"))
    _, cases = await stands(desk, bundle)
    await desk.run(lambda w: start_review(cases[ALLOWANCE].id, w), by="stf_r0001")
    inspection = StartProcedure(
        cases[ALLOWANCE].id,
        ProcedureKind.INSPECTION,
        "需现场核实。",
        "行政许可法",
        "stf_r0009",
        Limit(5, Unit.WORKING_DAYS),
        {"clerk"},
    )
    await desk.run(lambda w: start_procedure(inspection, w))
    await look(desk)
    now, _ = await stands(desk, bundle)
    assert now.open_clocks[0].due_at is None
    desk.clock.move(at("09-14T09:00:00"))
    over = EndProcedure(cases[ALLOWANCE].id, "已核实。")
    await desk.run(lambda w: end_procedure(over, w))
    await look(desk)
    now, _ = await stands(desk, bundle)
    assert now.open_clocks[0].due_at == at("11-19T17:30:00")


async def test_the_joint_limit_is_extended_once_by_fifteen_at_the_most(desk: Desk) -> None:
    bundle = await hand_in(desk, *EVERY)

    async def extend(amount: int, reason: str = "联合勘验。", by: str = "stf_l0001") -> None:
        command = ExtendBundle(bundle.id, amount, reason, "东政批7号", by)
        await desk.run(lambda w: extend_bundle(command, w), by=by)

    with pytest.raises(Invalid, match="name"):
        await extend(5, "张三要求延期。")
    with pytest.raises(NotAllowed, match="worked on"):
        await extend(5, by="stf_c0001")

    with pytest.raises(Invalid, match="15"):
        await extend(16)
    await extend(15)
    with pytest.raises(Refusal, match="extended 1 times"):
        await extend(1)
    now, _ = await stands(desk, bundle)
    assert now.open_clocks[0].due_at == at("12-04T17:30:00")


async def test_what_is_overdue_jointly_is_told_and_no_due_time_lies_beyond_the_joint_one(
    desk: Desk,
) -> None:
    bundle = await hand_in(desk, *EVERY)
    _, cases = await stands(desk, bundle)
    for code in (ALLOWANCE, STALL):
        await desk.run(lambda w, key=cases[code].id: start_review(key, w), by="stf_r0001")  # type: ignore[misc]
    await desk.pass_to(at("11-16T09:00:00"))
    told = [(n, d["clock"]) for n, _, d in await desk.announced() if n.startswith("bundle-dead")]
    assert told[-1] == ("bundle-deadline.overdue", JOINT)
    assert [name for name, _ in told].count("bundle-deadline.near-due") == 2


async def test_the_calendar_that_is_loaded_already_moves_nothing(desk: Desk) -> None:
    bundle = await hand_in(desk, *EVERY)
    assert await desk.run(lambda w: apply_bundle_calendar((bundle.id,), w)) == []


async def test_what_happened_just_before_an_extension_is_told_before_it(desk: Desk) -> None:
    bundle = await hand_in(desk, *EVERY)
    _, cases = await stands(desk, bundle)
    for case in cases.values():
        gone = WithdrawApplication(case.id, "不再申请。")
        await desk.run(lambda w, c=gone: withdraw_application(c, w))  # type: ignore[misc]
    late = ExtendBundle(bundle.id, 5, "联合勘验。", "东政批7号", "stf_l0001")
    with pytest.raises(Refusal, match="nothing to extend"):
        await desk.run(lambda w: extend_bundle(late, w), by="stf_l0001")
    await look(desk)
    assert (await names(desk))[-1] == "bundle.done"
