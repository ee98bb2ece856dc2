"""Who hears what an application goes through beyond its main road."""

from typing import Any

import pytest

from shared.events import intake, intake_deadlines, intake_ratings, intake_work
from shared.events import intake_bundles as bundles
from shared.events import intake_lifecycle as life
from shared.events.base import EventData
from tests.services.notify.application.test_deadline_rules import CLERKS, LEADER, REVIEWERS
from tests.services.notify.office import Office, fact


@pytest.mark.parametrize(
    ("event", "said", "told"),
    [
        (life.ApplicationSubmitted, {}, CLERKS),
        (life.RecallRequested, {}, REVIEWERS),
        (life.RecallRefused, {}, CLERKS),
        (intake.ApplicationWithdrawn, {"recalled": True}, CLERKS),
        (intake.ApplicationWithdrawn, {}, set()),
        (life.ReviewStepTaken, {}, REVIEWERS),
        (intake.ApplicationAccepted, {"reviewed": True}, REVIEWERS),
        (intake.ApplicationAccepted, {"reviewed": False}, set()),
        (intake_deadlines.SpecialProcedureStarted, {}, CLERKS),
        (intake_deadlines.SpecialProcedureEnded, {}, REVIEWERS),
        (life.PromiseExtended, {}, CLERKS),
        (life.PromiseRepaired, {}, CLERKS),
        (intake_ratings.RatingConfirmed, {}, {LEADER}),
        (intake_ratings.RatingAppealRejected, {}, {LEADER}),
        (life.PromiseChecked, {"good": True}, set()),
        (life.PromiseChecked, {"good": False}, CLERKS),
        (life.PromiseLapsed, {}, {*CLERKS, *REVIEWERS}),
        (life.ResultWithheld, {}, CLERKS),
        (life.ApprovalRevoked, {}, {*CLERKS, LEADER}),
        (intake.CorrectionRequested, {}, CLERKS),
        (intake.CorrectionRequested, {"bundle": "bundle_a"}, CLERKS),
        (intake.CorrectionRequested, {"bundle": "bundle_a", "merged": True}, set()),
        (bundles.CorrectionPrepared, {}, set()),
        (bundles.BundleCorrectionRequested, {}, CLERKS),
        (bundles.BundleCorrectionRequested, {"agent": "stf_r0001"}, {*CLERKS, "stf_r0001"}),
        (bundles.BundleAccepted, {}, CLERKS),
        (bundles.BundleProgressed, {}, set()),
        (bundles.BundleDone, {}, CLERKS),
        (bundles.BundleNearDue, {}, {LEADER}),
        (bundles.BundleOverdue, {}, {LEADER}),
        (intake.PapersSupplemented, {"checked": True}, set()),
        (intake.PapersSupplemented, {"checked": False}, CLERKS),
        (intake.ApplicationDecided, {"decided_by": "lapsed-promise"}, set()),
        (intake_work.CaseReassigned, {}, {"stf_c0002"}),
        (intake_work.CaseReassigned, {"to_staff": None}, set()),
    ],
)
async def test_whoever_must_act_is_told_and_nobody_else(
    office: Office, event: type[EventData], said: dict[str, Any], told: set[str]
) -> None:
    raised = await office.hears(fact(event, **said))
    assert sorted(n.recipient for n in raised) == sorted(told)
    assert not any(n.stand_in for n in raised)


async def test_a_procedure_says_what_it_is_and_how_long_it_takes(office: Office) -> None:
    raised, *_ = await office.hears(fact(intake_deadlines.SpecialProcedureStarted))
    assert raised.title == "检验：高龄津贴申领（20260907000012）"
    assert "时间 10 个工作日" in raised.body


async def test_a_lapse_is_told_with_its_consequence_in_words(office: Office) -> None:
    raised = await office.hears(fact(life.PromiseLapsed))
    assert {n.title for n in raised} == {"容缺承诺未履行：高龄津贴申领（20260907000012）"}
    assert all("后果：视为撤回申请" in n.body for n in raised)


@pytest.mark.parametrize("passed", [True, False])
async def test_a_step_of_the_review_says_what_comes_next_either_way(
    office: Office, *, passed: bool
) -> None:
    raised, *_ = await office.hears(fact(life.ReviewStepTaken, passed=passed))
    assert f"通过：{'是' if passed else '否'}" in raised.body
    assert "未通过的，上一步骤须重新办理" in raised.body


async def test_who_takes_a_case_over_reads_why_and_where_it_waits(office: Office) -> None:
    (raised,) = await office.hears(fact(intake_work.CaseReassigned))
    assert raised.title == "改派给您：高龄津贴申领（20260907000012）"
    assert "原因：休假。" in raised.body


async def test_what_silence_accepted_names_to_the_reviewer_what_is_missing(office: Office) -> None:
    accepted = fact(intake.ApplicationAccepted, by_silence=True, missing=("photo",))
    raised = await office.hears(accepted)
    to_review = next(n for n in raised if n.recipient in REVIEWERS)
    assert "收件时尚缺材料：photo" in to_review.body


NAME = "家庭收入证明"
CODE = "income-proof"


@pytest.mark.parametrize(
    ("event", "code", "name"),
    [
        (intake.ApplicationAccepted, {"deficient": (CODE,)}, {"deficient_names": (NAME,)}),
        (
            intake.ApplicationAccepted,
            {"missing": (CODE,), "by_silence": True},
            {"missing_names": (NAME,)},
        ),
        (intake.CorrectionRequested, {"missing": (CODE,)}, {"missing_names": (NAME,)}),
        (
            intake.PapersSupplemented,
            {"papers": (CODE,), "checked": False},
            {"paper_names": (NAME,)},
        ),
        (life.PromiseChecked, {"paper": CODE, "good": False}, {"paper_name": NAME}),
        (life.PromiseLapsed, {"paper": CODE}, {"paper_name": NAME}),
        (life.PromiseExtended, {"paper": CODE}, {"paper_name": NAME}),
        (life.ResultWithheld, {"deficient": (CODE,)}, {"deficient_names": (NAME,)}),
    ],
)
async def test_a_paper_is_called_by_its_name_and_by_its_code_in_an_older_event(
    office: Office, event: type[EventData], code: dict[str, Any], name: dict[str, Any]
) -> None:
    agent = {"agent": "stf_c0002"}
    older = await office.hears(fact(event, "older", **code, **agent))
    newer = await office.hears(fact(event, "newer", **code, **name, **agent))
    assert any(CODE in n.body for n in older)
    assert any(NAME in n.body for n in newer)
    assert not any(CODE in n.body for n in newer)


async def test_a_joint_time_near_its_end_names_no_empty_list(office: Office) -> None:
    raised = await office.hears(fact(bundles.BundleNearDue))
    assert raised
    assert not any("尚未核对" in n.body or "—" in n.body for n in raised)
