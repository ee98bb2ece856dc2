"""Promises (容缺) over time: kept, extended, broken, and what each is announced as."""

from dataclasses import replace
from datetime import datetime

import pytest

from services.intake.application.decide import (
    DecideApplication,
    SupplementPapers,
    decide_application,
    start_review,
    supplement_papers,
)
from services.intake.application.end import deliver_result
from services.intake.application.promise import (
    CheckPaper,
    ExtendPromise,
    check_paper,
    extend_promise,
    make_good,
    show_offer,
)
from services.intake.domain.case import Case
from services.intake.domain.papers import Paper
from services.intake.domain.parts import BY_PROMISE, Outcome
from services.intake.domain.policies import LapsePolicy
from services.intake.domain.progress import progress_of
from services.intake.domain.states import State
from shared.calendar import Limit, Unit
from shared.events.partners import ServiceApplicationSubmitted
from shared.values import NotFound, Refusal
from tests.services.intake.application.test_receive import apply
from tests.services.intake.desk import ZHANG, Desk, seal

RELIEF = "temporary-relief"
PAPERS = {"hardship-proof": "困难证明"}
MAIN = ("relief-application", "id-card")
MIDWAY = datetime.fromisoformat("2026-09-12T12:00:00+08:00")
DUE = datetime.fromisoformat("2026-09-16T17:30:00+08:00")
LATER = datetime.fromisoformat("2026-11-30T12:00:00+08:00")


async def promised(desk: Desk, policy: LapsePolicy = LapsePolicy.DEEMED_WITHDRAWN) -> Case:
    """Return an application with a paper to follow within seven working days of a Monday."""
    item = desk.catalogue.get(RELIEF)
    desk.catalogue._items[RELIEF] = replace(item, lapse_policy=policy)
    await apply(desk, RELIEF, *MAIN, promised=("hardship-proof",))
    return await desk.only()


async def review(desk: Desk, outcome: Outcome | None = None) -> Case:
    case = await desk.only()
    case = await desk.run(lambda w: start_review(case.id, w))
    if outcome is None:
        return case
    decision = DecideApplication(case.id, outcome, "符合条件。", "stf_r0001", True)
    return await desk.run(lambda w: decide_application(decision, w))


async def hand_in(desk: Desk, *, checked: bool) -> Case:
    case = await desk.only()
    papers = SupplementPapers(case.id, (Paper("hardship-proof", "original"),), checked)
    return await desk.run(lambda w: supplement_papers(papers, w))


async def check(desk: Desk, *, good: bool) -> Case:
    case = await desk.only()
    found = CheckPaper(case.id, "hardship-proof", good, "已核对。")
    return await desk.run(lambda w: check_paper(found, w))


async def names(desk: Desk) -> list[str]:
    return [name for name, _, _ in await desk.announced()]


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


async def test_force_majeure_puts_the_date_off_and_the_lapse_with_it(desk: Desk) -> None:
    case = await promised(desk)
    await desk.pass_to(DUE.replace(hour=9))
    more = ExtendPromise(case.id, "hardship-proof", 2, "暴雪。", "stf_r0001")
    await desk.run(lambda w: extend_promise(more, w))
    name, _, said = (await desk.announced())[-1]
    assert (name, said["due_at"]) == ("promise.extended", "2026-09-18T09:30:00Z")
    await desk.pass_to(DUE.replace(day=18))
    assert (await desk.only()).state is State.ACCEPTED
    await desk.pass_to(DUE.replace(day=19))
    assert (await desk.only()).state is State.DEEMED_WITHDRAWN


async def test_two_papers_that_lapse_at_once_end_it_once(desk: Desk) -> None:
    item = desk.catalogue.get("minimum-living-allowance")
    desk.catalogue._items[item.code] = replace(item, promised=Limit(3, Unit.WORKING_DAYS))
    main = ("allowance-application", "id-card", "household-register")
    await apply(desk, item.code, *main, promised=("income-proof", "property-statement"))
    await desk.pass_to(LATER)
    told = [name for name in await names(desk) if not name.startswith("rating.")]
    assert told.count("promise.lapsed") == 1
    assert told[-1] == "application.withdrawn"


async def apply_as_zhang(desk: Desk, reference: str) -> Case:
    await desk.hear(
        "portal",
        ServiceApplicationSubmitted,
        reference=reference,
        item_code=RELIEF,
        papers=[{"code": code} for code in MAIN],
        promised_papers=["hardship-proof"],
        sealed=seal(**ZHANG),
    )
    return (await desk.cases())[-1]


async def test_where_the_gate_is_on_a_broken_promise_closes_the_offer_until_it_is_made_good() -> (
    None
):
    desk = Desk(credit_gate=True)
    broken = await apply_as_zhang(desk, "G-1")
    await desk.pass_to(LATER)
    second = await apply_as_zhang(desk, "G-2")
    assert (second.state, second.missing) == (State.CORRECTION, ("hardship-proof",))
    _, told = await desk.run(lambda w: show_offer(second.id, w))
    assert [obstacle.code for obstacle in told.obstacles] == ["promise-broken"]
    await desk.run(lambda w: make_good(broken.id, w))
    _, told = await desk.run(lambda w: show_offer(second.id, w))
    assert told.obstacles == ()
    with pytest.raises(NotFound):
        await desk.run(lambda w: make_good(broken.id, w))


async def test_where_the_gate_is_off_nothing_is_kept_of_who_broke_a_promise(desk: Desk) -> None:
    await apply_as_zhang(desk, "G-1")
    await desk.pass_to(LATER)
    assert await desk.store.page("broken_promises", {}, after=None, limit=9) == []
    assert (await apply_as_zhang(desk, "G-2")).state is State.ACCEPTED


async def test_whoever_asks_is_not_sent_for_a_result_that_is_withheld(desk: Desk) -> None:
    await promised(desk)
    withheld = progress_of(await review(desk, Outcome.APPROVED_DEFICIENT), PAPERS)
    in_hand = progress_of(await hand_in(desk, checked=False), PAPERS)
    released = progress_of(await check(desk, good=True), PAPERS)
    assert withheld.awaited[0].endswith("核对合格后才能领取结果；按承诺待补：困难证明")
    assert in_hand.awaited[0].endswith("核对合格后才能领取结果")
    assert released.awaited[0] == "请领取结果，或等候送达"
