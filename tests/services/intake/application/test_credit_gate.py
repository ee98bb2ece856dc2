"""Who broke a promise, where the credit gate is on; and what is withheld meanwhile."""

from dataclasses import replace

import pytest

from services.intake.adapters.rating.mongo_ratings import StoredTrail
from services.intake.application.promise.promise import (
    ExtendPromise,
    MakeGood,
    extend_promise,
    make_good,
    show_offer,
)
from services.intake.domain.case.case import Case
from services.intake.domain.case.parts import Outcome
from services.intake.domain.case.states import State
from services.intake.domain.history.progress import progress_of
from shared.calendar import Limit, Unit
from shared.events.partners import ServiceApplicationSubmitted
from shared.values import NotFound
from tests.services.intake.application.promises import (
    DUE,
    LATER,
    MAIN,
    PAPERS,
    RELIEF,
    check,
    hand_in,
    names,
    promised,
    review,
)
from tests.services.intake.application.test_receive import apply
from tests.services.intake.desk import ZHANG, Desk, seal


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
        promise={"signature": reference, "papers": [{"code": "hardship-proof"}]},
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
    before, _ = await desk.cases()
    command = MakeGood(second.id, "已补交全部材料。")
    named = await desk.run(lambda w: make_good(command, w), by="stf_r0009")
    after, _ = await desk.cases()
    assert (named, after.id) == (second, broken.id)
    assert after.marks.served_by == before.marks.served_by
    name, sequence, said = (await desk.announced())[-1]
    assert (name, said["reasons"], said["broken"]) == (
        "promise.repaired",
        command.reasons,
        broken.id,
    )
    steps = await StoredTrail(desk.store).of(broken.id, after=None, limit=99)
    assert (steps[-1].event, steps[-1].id) == (name, f"{broken.id}:{sequence:06d}")
    _, told = await desk.run(lambda w: show_offer(second.id, w))
    assert told.obstacles == ()
    with pytest.raises(NotFound):
        await desk.run(lambda w: make_good(command, w))


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
