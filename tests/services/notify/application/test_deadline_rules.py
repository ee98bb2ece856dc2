"""Who hears that a limit comes near, has passed, or was moved."""

from typing import Any

import pytest

from services.intake.domain.case import clocks
from services.intake.domain.promise.promise import CLOCK as PROMISED_PAPER
from shared.events import grid_deadlines as grid
from shared.events import intake, intake_deadlines
from shared.events import intake_ratings as ratings
from shared.events.base import EventData
from tests.services.notify.office import Office, fact

CLERKS = {"stf_c0001", "stf_c0002", "stf_c0003"}
REVIEWERS = {"stf_r0001", "stf_r0002"}
LEADER, WORKER = "stf_g0001", "stf_g0101"
NAME = "家庭收入证明"
PROMISE: dict[str, Any] = {"clock": "deficiency", "paper": "income-proof", "paper_name": NAME}
HANDED_IN: dict[str, Any] = {**PROMISE, "handed_in": True}
CLOCKS = [
    clocks.ONLINE_CHECK,
    clocks.CORRECTION_NOTICE,
    clocks.CORRECTION,
    clocks.STATUTORY,
    clocks.PROMISED,
    clocks.SPECIAL_PROCEDURE,
    clocks.DELIVERY,
    PROMISED_PAPER.removesuffix(":"),
]
DELIVERY = {"clock": "delivery"}
CORRECTION = {"clock": "correction"}
NOTICE, PARTNER = {"clock": "correction-notice"}, {"handed_to": "real-estate"}


@pytest.mark.parametrize(
    ("event", "said", "told"),
    [
        (intake_deadlines.CaseNearDue, {}, REVIEWERS),
        (intake_deadlines.CaseNearDue, {"alert": "red"}, {*REVIEWERS, LEADER}),
        (intake_deadlines.CaseNearDue, NOTICE, CLERKS),
        (intake_deadlines.CaseNearDue, {**NOTICE, "alert": "red"}, {*CLERKS, LEADER}),
        (intake_deadlines.CaseNearDue, PARTNER, CLERKS),
        (intake_deadlines.CaseNearDue, PROMISE, CLERKS),
        (intake_deadlines.CaseNearDue, {**PROMISE, **PARTNER}, CLERKS),
        (intake_deadlines.CaseNearDue, {**PROMISE, "alert": "red"}, {*CLERKS, LEADER}),
        (intake_deadlines.CaseNearDue, {**HANDED_IN, "alert": "red"}, {*CLERKS, LEADER}),
        (intake_deadlines.CaseNearDue, {"clock": "online-check"}, CLERKS),
        (intake_deadlines.CaseNearDue, CORRECTION, CLERKS),
        (intake_deadlines.CaseNearDue, {**CORRECTION, "alert": "red"}, {*CLERKS, LEADER}),
        (intake_deadlines.CaseNearDue, DELIVERY, CLERKS),
        (intake_deadlines.CaseNearDue, {**DELIVERY, **PARTNER}, CLERKS),
        (intake_deadlines.CaseNearDue, {**DELIVERY, "alert": "red"}, {*CLERKS, LEADER}),
        (intake_deadlines.CaseOverdue, DELIVERY, {LEADER}),
        (intake_deadlines.CaseDeadlineMoved, DELIVERY, CLERKS),
        (intake.ApplicationDecided, {"decided_by": "stf_r0001"}, CLERKS),
        (intake.ApplicationDecided, {"decided_by": "stf_r0001", "handed_over": True}, set()),
        (intake.ApplicationDecided, {"decided_by": "real-estate"}, CLERKS),
        (intake_deadlines.CaseOverdue, {}, {LEADER}),
        (intake_deadlines.CaseOverdue, CORRECTION, CLERKS),
        (intake_deadlines.CaseOverdue, PROMISE, set()),
        (intake_deadlines.CaseOverdue, HANDED_IN, {LEADER}),
        (intake_deadlines.CaseDeadlineMoved, {}, REVIEWERS),
        (intake_deadlines.CaseDeadlineMoved, NOTICE, CLERKS),
        (intake_deadlines.CaseDeadlineMoved, PROMISE, CLERKS),
        (intake_deadlines.CaseDeadlineMoved, CORRECTION, CLERKS),
        (intake.ApplicationAccepted, {"by_silence": True}, {*CLERKS, *REVIEWERS, LEADER}),
        (intake.ApplicationAccepted, {}, REVIEWERS),
        (ratings.RatingNearDue, {}, {LEADER}),
        (ratings.RatingNearDue, {"rectifier": "stf_c0002"}, {LEADER, "stf_c0002"}),
        (ratings.RatingOverdue, {}, {LEADER}),
        (ratings.RatingDeadlineMoved, {}, {LEADER}),
        (ratings.RectificationStarted, {}, {"stf_c0001"}),
        (ratings.RectificationFinished, {}, {LEADER}),
        (ratings.RatingAppealed, {}, {LEADER}),
        (ratings.RatingFollowedUp, {"satisfied": False}, {LEADER}),
        (grid.StageNearDue, {}, {WORKER}),
        (grid.StageNearDue, {"alert": "red"}, {WORKER, LEADER}),
        (grid.StageNearDue, {"worker": None}, {LEADER}),
        (grid.StageNearDue, {"worker": None, "alert": "red"}, {LEADER}),
        (grid.StageOverdue, {}, {LEADER}),
        (grid.StageMoved, {}, {WORKER}),
        (grid.StageMoved, {"worker": None}, {LEADER}),
    ],
)
async def test_a_deadline_is_told_to_who_must_act_and_to_nobody_twice(
    office: Office, event: type[EventData], said: dict[str, Any], told: set[str]
) -> None:
    raised = await office.hears(fact(event, **said))
    assert sorted(n.recipient for n in raised) == sorted(told)
    assert not any(n.stand_in for n in raised)


@pytest.mark.parametrize(
    "event", [intake_deadlines.CaseNearDue, intake_deadlines.CaseDeadlineMoved]
)
@pytest.mark.parametrize("clock", CLOCKS)
async def test_no_clock_of_an_application_warns_or_moves_in_silence(
    office: Office, event: type[EventData], clock: str
) -> None:
    raised = await office.hears(fact(event, clock=clock))
    assert {n.recipient for n in raised} in (CLERKS, REVIEWERS)


async def test_the_text_says_which_clock_how_it_stands_and_when(office: Office) -> None:
    (raised, _) = await office.hears(fact(intake_deadlines.CaseNearDue))
    assert raised.title == "黄色预警：高龄津贴申领（20260907000012）"
    assert "承诺期限将于 9月21日 17:30 到期" in raised.body


async def test_a_bad_rating_s_warning_names_its_limit_and_who_may_not_verify(
    office: Office,
) -> None:
    (raised,) = await office.hears(fact(ratings.RatingNearDue))
    assert "差评核实期限将于 9月8日 17:30 到期" in raised.body
    assert "被评价人不得核实本人的差评" in raised.body


@pytest.mark.parametrize("alert", ["yellow", "red"])
async def test_a_paper_that_is_in_is_looked_at_and_its_giver_not_called(
    office: Office, alert: str
) -> None:
    waits = await office.hears(fact(intake_deadlines.CaseNearDue, alert=alert, **PROMISE))
    assert all("“家庭收入证明”应于 9月21日 17:30 前补交" in n.body for n in waits)
    assert all("请提醒申请人" in n.body for n in waits)
    is_in = await office.hears(
        fact(intake_deadlines.CaseNearDue, "another", alert=alert, **HANDED_IN)
    )
    assert all("“家庭收入证明”已补交，尚未核对" in n.body for n in is_in)
    assert not any("请提醒" in n.body for n in is_in)


async def test_where_the_date_of_a_promised_paper_moves_its_name_is_told(office: Office) -> None:
    raised, *_ = await office.hears(fact(intake_deadlines.CaseDeadlineMoved, **PROMISE))
    assert "“家庭收入证明”的补交期限由 2月5日 17:30 调整为 2月18日 17:30" in raised.body


async def test_what_the_applicant_did_not_correct_asks_nobody_to_hurry(office: Office) -> None:
    raised = await office.hears(fact(intake_deadlines.CaseOverdue, **CORRECTION))
    assert all("请将书面告知交申请人" in n.body for n in raised)
    assert not any(n.escalation for n in raised)


async def test_a_visit_after_a_bad_rating_says_what_is_left_to_do(office: Office) -> None:
    (raised,) = await office.hears(fact(ratings.RatingFollowedUp, satisfied=False))
    assert "评价人是否满意：否" in raised.body
    assert "请继续整改或再次回访" in raised.body
