"""Promises (容缺) over time: kept, extended, broken, and what each is announced as."""

from dataclasses import replace

import pytest

from services.intake.application.case.end import deliver_result
from services.intake.application.case.procedures import StartProcedure, start_procedure
from services.intake.domain.case.endings import ENDED_WITH_IT
from services.intake.domain.case.parts import BY_PROMISE, Outcome, ProcedureKind
from services.intake.domain.case.states import State
from services.intake.domain.catalogue.policies import LapsePolicy
from shared.calendar import Limit, Unit
from shared.values import Refusal
from tests.services.intake.application.promises import (
    DUE,
    LATER,
    MIDWAY,
    RELIEF,
    check,
    hand_in,
    names,
    promised,
    review,
)
from tests.services.intake.desk import Desk


async def test_a_promise_is_announced_with_its_dates_and_its_consequence(desk: Desk) -> None:
    case = await promised(desk)
    name, sequence, said = (await desk.announced())[-1]
    assert (name, sequence) == ("promise.made", case.version)
    assert said["papers"] == [
        {
            "code": "hardship-proof",
            "title": "困难情形证明",
            "form": "original",
            "due_at": "2026-09-16T09:30:00Z",
        }
    ]
    assert (said["consequence"], said["signature"]) == ("deemed-withdrawn", case.project_no)


async def test_reminders_come_before_the_date_and_name_the_paper(desk: Desk) -> None:
    await promised(desk)
    await desk.pass_to(DUE)
    told = [d for n, _, d in await desk.announced() if n == "deadline.near-due"]
    of_the_paper = [
        (d["alert"], d["paper"], d["paper_name"], d["handed_in"])
        for d in told
        if d["clock"] == "deficiency"
    ]
    paper = ("hardship-proof", "困难情形证明", False)
    assert of_the_paper == [("yellow", *paper), ("red", *paper)]


async def test_a_reminder_of_a_paper_that_is_in_says_so_until_it_is_found_bad(desk: Desk) -> None:
    await promised(desk)
    await hand_in(desk, checked=False)
    await desk.pass_to(MIDWAY)
    await check(desk, good=False)
    await desk.pass_to(DUE)
    told = [d for n, _, d in await desk.announced() if n == "deadline.near-due"]
    of_the_paper = [(d["alert"], d["handed_in"]) for d in told if d["clock"] == "deficiency"]
    assert of_the_paper == [("yellow", True), ("red", False)]


@pytest.mark.parametrize(
    ("policy", "state", "event"),
    [
        (LapsePolicy.DEEMED_WITHDRAWN, State.DEEMED_WITHDRAWN, "application.withdrawn"),
        (LapsePolicy.ACCEPTANCE_REVOKED, State.ACCEPTANCE_REVOKED, "acceptance.revoked"),
        (LapsePolicy.REJECTED, State.DECIDED, "application.decided"),
        (LapsePolicy.TERMINATED, State.TERMINATED, "application.terminated"),
    ],
)
@pytest.mark.parametrize("outcome", [None, Outcome.APPROVED_DEFICIENT])
async def test_what_is_not_brought_in_time_has_the_consequence_that_was_signed(
    desk: Desk, policy: LapsePolicy, state: State, event: str, outcome: Outcome | None
) -> None:
    await promised(desk, policy)
    await review(desk, outcome)
    # What the catalogue says later does not change what was signed.
    item = desk.catalogue.get(RELIEF)
    desk.catalogue._items[RELIEF] = replace(item, lapse_policy=LapsePolicy.DEEMED_WITHDRAWN)
    await desk.pass_to(LATER)
    case = await desk.only()
    assert (case.state, case.open_clocks) == (state, ())
    told = [(n, d) for n, _, d in await desk.announced() if not n.startswith(("rat", "deadline"))]
    assert [name for name, _ in told][-2:] == ["promise.lapsed", event]
    _, said = told[-1]
    assert "困难情形证明" in said["reasons"]
    if policy is LapsePolicy.REJECTED:
        assert (said["outcome"], said["decided_by"]) == ("rejected", BY_PROMISE)
        assert said["ground"] == "promise-broken"
    assert await desk.next_timer() is None


async def test_what_waits_to_be_checked_does_not_lapse_and_is_good_even_afterwards(
    desk: Desk,
) -> None:
    await promised(desk)
    await hand_in(desk, checked=False)
    await desk.pass_to(LATER)
    assert (await desk.only()).state is State.ACCEPTED
    case = await check(desk, good=True)
    assert (case.deficient, "deficiency:hardship-proof" in map(str, case.open_clocks)) == (
        (),
        False,
    )
    assert {clock.name for clock in case.open_clocks} == {"statutory", "promised"}


async def test_what_is_found_bad_in_time_may_be_handed_in_again(desk: Desk) -> None:
    await promised(desk)
    await hand_in(desk, checked=False)
    assert (await check(desk, good=False)).state is State.ACCEPTED
    assert (await hand_in(desk, checked=True)).deficient == ()
    await desk.pass_to(DUE.replace(day=17))
    assert (await desk.only()).state is State.ACCEPTED


async def test_what_waited_for_its_check_and_comes_again_as_checked_is_told_as_checked(
    desk: Desk,
) -> None:
    await promised(desk)
    await hand_in(desk, checked=False)
    case = await hand_in(desk, checked=True)
    assert (case.deficient, case.to_check) == ((), ())
    (*_, supplemented, (name, _, said)) = await desk.announced()
    assert (supplemented[0], supplemented[2]["checked"]) == ("papers.supplemented", True)
    assert (name, said["paper"], said["good"]) == ("promise.checked", "hardship-proof", True)


async def test_what_never_waited_for_a_check_is_told_once(desk: Desk) -> None:
    await promised(desk)
    await hand_in(desk, checked=True)
    assert (await names(desk))[-1] == "papers.supplemented"


async def test_what_is_found_bad_after_its_date_lapses_at_once(desk: Desk) -> None:
    await promised(desk)
    await hand_in(desk, checked=False)
    await desk.pass_to(DUE.replace(day=18))
    case = await check(desk, good=False)
    assert case.state is State.DEEMED_WITHDRAWN
    assert (await names(desk))[-3:] == [
        "promise.checked",
        "promise.lapsed",
        "application.withdrawn",
    ]


@pytest.mark.parametrize("policy", LapsePolicy)
async def test_a_procedure_that_runs_ends_with_the_promise_that_was_broken(
    desk: Desk, policy: LapsePolicy
) -> None:
    case = await promised(desk, policy)
    await review(desk)
    appraisal = StartProcedure(
        case.id,
        ProcedureKind.APPRAISAL,
        "鉴定。",
        "许可法45条",
        "stf_r0009",
        Limit(60, Unit.WORKING_DAYS),
        {"reviewer"},
    )
    await desk.run(lambda w: start_procedure(appraisal, w))
    await desk.pass_to(DUE.replace(day=18))
    (procedure,) = (await desk.only()).procedures
    assert procedure.ended_at is not None
    assert procedure.ended_at >= DUE
    assert procedure.result == ENDED_WITH_IT


async def test_a_result_that_was_withheld_is_announced_as_decided_once_all_is_good(
    desk: Desk,
) -> None:
    await promised(desk)
    withheld = await review(desk, Outcome.APPROVED_DEFICIENT)
    assert (await names(desk))[-1] == "result.withheld"
    with pytest.raises(Refusal, match="withheld"):
        await desk.run(lambda w: deliver_result(withheld.id, w))
    await hand_in(desk, checked=False)
    case = await check(desk, good=True)
    name, _, said = (await desk.announced())[-1]
    assert (name, said["outcome"]) == ("application.decided", "approved")
    assert case.decision is not None
    assert case.decision.with_deficiency
    case = await desk.run(lambda w: deliver_result(case.id, w))
    assert case.state is State.DELIVERED
