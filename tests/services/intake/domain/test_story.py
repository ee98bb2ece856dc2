from datetime import UTC, datetime

import pytest

from services.intake.domain.case import clocks
from services.intake.domain.case.parts import ProcedureKind
from services.intake.domain.history.story import told
from services.intake.domain.history.story_sentences import SENTENCES
from services.intake.domain.history.story_words import WORDS
from services.intake.domain.history.trail import Step, in_what_role
from services.intake.domain.promise.promise import CLOCK
from shared.events.catalogue import owned_by
from shared.events.intake import CaseEvent
from shared.events.intake_ratings import RatingEvent, RatingFollowedUp, ServiceRated

AT = datetime(2026, 9, 7, 2, 12, tzinfo=UTC)
ABOUT_RATINGS = (ServiceRated, RatingFollowedUp, RatingEvent)


def step(event: str, *papers: str, by: tuple[str, ...] = ("clerk",), **said: str) -> Step:
    return Step("case_1:000001", 1, AT, event, by, said, papers)


def test_every_step_of_an_application_has_a_sentence() -> None:
    steps = {
        event.type.removeprefix("jiedao.intake.").removesuffix(".v1")
        for event in owned_by("intake")
        if issubclass(event, CaseEvent) and not issubclass(event, ABOUT_RATINGS)
    }
    assert steps - {key.split("+")[0] for key in SENTENCES} == set()


def test_every_clock_of_an_application_has_words() -> None:
    names = {name for names in clocks._RUNNING.values() for name in names} | {CLOCK.rstrip(":")}
    assert names - set(WORDS["clock"]) == set()


def test_a_sentence_is_chosen_by_nothing_that_its_event_does_not_say() -> None:
    events = {e.type.removeprefix("jiedao.intake.")[:-3]: e for e in owned_by("intake")}
    for key in SENTENCES:
        name, _, fact = key.partition("+")
        said = events[name].model_fields
        lists = {"papers", "missing", "deficient"} if fact == "papers" else {fact}
        assert said.keys() & lists or fact in {"", *ProcedureKind}, key


@pytest.mark.parametrize(
    ("taken", "zh"),
    [
        (
            step("application.received", channel="window"),
            "2026年9月7日10:12，窗口人员收件（窗口），出具收件凭证。",
        ),
        (
            step("application.accepted", "photo", by=("system",), by_silence="False"),
            "2026年9月7日10:12，系统容缺受理，承诺后补：照片。",
        ),
        (
            step("application.accepted", "photo", by=("system",), by_silence="True"),
            "2026年9月7日10:12，系统因五个工作日内未一次性告知，自收到材料之日起视为受理。",
        ),
        (
            step("review.started", by=("partner",), handed_to="None"),
            "2026年9月7日10:12，合作机构开始审查。",
        ),
        (
            step(
                "special-procedure.started", kind="extension", amount="5", unit="G", reason="复杂"
            ),
            "2026年9月7日10:12，窗口人员经批准延长办理期限 5 个工作日。理由：复杂",
        ),
        (
            step("deadline.near-due", clock="promised", alert="red", due_at=AT.isoformat()),
            "2026年9月7日10:12，窗口人员提醒（红色预警）：承诺期限将于 2026年9月7日10:12 到期。",
        ),
        (
            step("deadline.overdue", clock="deficiency", paper="photo", due_at=AT.isoformat()),
            "2026年9月7日10:12，窗口人员提醒：照片的补交期限已于 2026年9月7日10:12 届满。",
        ),
        (
            step(
                "deadline.near-due",
                clock="deficiency",
                paper="photo",
                handed_in="True",
                alert="red",
                due_at=AT.isoformat(),
            ),
            (
                "2026年9月7日10:12，窗口人员提醒（红色预警）：照片已补交，"
                "应于 2026年9月7日10:12 前核对。"
            ),
        ),
        (
            step("application.withdrawn", by=("system",), deemed="True", reasons="逾期。"),
            "2026年9月7日10:12，系统因逾期未补交材料，视为撤回申请。逾期。",
        ),
        (step("something.new"), "2026年9月7日10:12，窗口人员办理情况更新（something.new）。"),
    ],
)
def test_a_step_is_told_in_one_sentence(taken: Step, zh: str) -> None:
    assert told(taken, {"photo": "照片"})[0] == zh


def test_it_is_told_in_english_too() -> None:
    taken = step("application.decided", by=("reviewer",), outcome="rejected", reasons="不符合。")
    assert told(taken, {})[1] == "2026-09-07 10:12: a reviewer decided: rejected. Reasons: 不符合。"


@pytest.mark.parametrize(
    ("taken", "zh", "en"),
    [
        (
            step("application.decided", outcome="rejected", ground="barred", reasons="曾有虚报。"),
            "窗口人员作出决定：不予许可（在依法不得再次申请的期限内）。理由：曾有虚报。",
            "decided: rejected (the law bars another application for now). Reasons: 曾有虚报。",
        ),
        (
            step("approval.revoked", authority="民政局", ground="deception", reasons="伪造。"),
            "窗口人员由民政局撤销准予的决定（以欺骗、贿赂等不正当手段取得）。理由：伪造。",
            "told that 民政局 took the approval back (it was got by deception or bribery). 伪造。",
        ),
        (
            step("approval.revoked", authority="民政局", ground="other-by-law", reasons="如文。"),
            "窗口人员由民政局撤销准予的决定（依法可以撤销的其他情形）。理由：如文。",
            (
                "told that 民政局 took the approval back"
                " (another case in which the law lets it be revoked). 如文。"
            ),
        ),
    ],
)
def test_a_ground_is_told_in_words(taken: Step, zh: str, en: str) -> None:
    assert told(taken, {}) == (f"2026年9月7日10:12，{zh}", f"2026-09-07 10:12: a clerk {en}")


def test_a_paper_that_is_in_is_said_in_english_too() -> None:
    late = step("deadline.overdue", paper="photo", handed_in="True", due_at=AT.isoformat())
    assert told(late, {"photo": "照片"})[1].endswith(
        "warned: 照片 is in and was not checked before 2026-09-07 10:12."
    )


def test_reasons_with_braces_stay_as_they_are_written() -> None:
    assert "{papers}" in told(step("application.decided", reasons="{papers}"), {})[0]


@pytest.mark.parametrize(
    ("actor", "roles", "by"),
    [
        ("stf_c0001", ("clerk", "reviewer"), ("clerk", "reviewer")),
        ("stf_c0001", (), ("staff",)),
        ("system", (), ("system",)),
        ("grid", (), ("grid",)),
        ("portal", (), ("partner",)),
    ],
)
def test_a_role_is_told_and_never_who_holds_it(
    actor: str, roles: tuple[str, ...], by: tuple[str, ...]
) -> None:
    assert in_what_role(actor, roles) == by
