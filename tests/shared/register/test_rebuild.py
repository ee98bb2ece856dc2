"""A rebuild: the old generation answers until the new one is whole."""

from dataclasses import replace

from shared.register.rows import ROWS, row_id
from shared.register.state import Generation, State
from shared.storage.ports import BLIND, Changes, Store, Write
from shared.testing.clock import MONDAY_MORNING
from shared.testing.memory import MemoryStore
from tests.shared.register.house import House, event, stories


async def fresh(house: House) -> dict[str, object]:
    """Return the rows of a register that was built from the same log on an empty store."""
    other = House(MemoryStore())
    other.log = house.log
    await other.caught_up()
    return dict(await other.rows())


async def damage(house: House) -> None:
    """Delete, empty, alter, hide and add rows by hand."""
    rows = await house.kept()
    altered = {**rows[1], "sequence": 99, "type": "jiedao.grid.incident.forged.v1"}
    writes = [
        Write(rows[0]["_id"], None, BLIND),
        Write(altered["_id"], altered, BLIND),
        Write(rows[2]["_id"], {"_id": rows[2]["_id"]}, BLIND),
        Write(rows[3]["_id"], {**rows[3], "generation": 7}, BLIND),
        Write(row_id(1, "zzz"), {**rows[4], "_id": row_id(1, "zzz"), "subject": "zzz"}, BLIND),
    ]
    transaction = await house.store.begin()
    await transaction.write(Changes({ROWS.name: writes}))
    await transaction.commit()


async def test_rows_damaged_by_hand_are_right_again(house: House) -> None:
    stories(house.log, matters=12)
    await house.caught_up()
    await damage(house)
    house.log.append(event("inc-002", 4))  # hits the row that cannot be read
    await house.caught_up()
    assert await house.rows() != await fresh(house)
    assert await house.rebuild() is None
    state = await house.caught_up()
    assert await house.rows() == await fresh(house)
    assert {row["generation"] for row in await house.kept()} == {state.serving.number} == {2}


async def test_reads_meanwhile_are_always_of_a_complete_generation(house: House) -> None:
    stories(house.log, matters=20)
    await house.caught_up()
    await house.rebuild()
    one, steps = house.replica(), {f"inc-{n:03d}": 3 for n in range(20)}
    served: list[int] = []
    percents: list[int] = []
    for late in range(30):
        house.log.append(event(f"inc-{late % 20:03d}", 4 + late // 20), partition=late % 2)
        await one.round()
        state = await house.register.state()
        rows = await house.rows()
        now = {subject: row.sequence for subject, row in rows.items()}
        assert now.keys() == steps.keys()
        assert all(now[subject] >= steps[subject] for subject in steps), "a reader went back"
        steps = now
        served.append(state.serving.number)
        percents += [state.building.percent] if state.building else []
    assert set(served) == {1, 2}
    assert percents == sorted(percents)
    await house.caught_up(one)
    assert await house.rows() == await fresh(house)


async def test_a_page_is_read_again_when_its_generation_goes_meanwhile(store: Store) -> None:
    house = House(store)
    stories(house.log, matters=6)
    await house.caught_up()
    reads = 0

    class Hindered(type(store)):  # type: ignore[misc]
        """The same store, where a whole rebuild happens between a pointer and its page."""

        async def page(self, collection: str, *args: object, **named: object) -> object:
            nonlocal reads
            if collection == ROWS.name and (reads := reads + 1) == 1:
                await house.rebuild()
                await house.caught_up()
            return await super().page(collection, *args, **named)

    hindered = object.__new__(Hindered)
    hindered.__dict__ = store.__dict__
    reader = House(hindered)
    reads = 0
    page = await reader.register.matters(
        "150602013000", type_=None, orgunit=None, after=None, limit=9
    )
    assert (len(page), {row.generation for row in page}) == (6, {2})


async def test_a_rebuild_goes_on_where_a_crash_left_it(house: House) -> None:
    stories(house.log, matters=40)
    await house.caught_up()
    await house.rebuild()
    await house.replica().round()
    state = await house.register.state()
    assert state.building is not None
    assert 0 < state.building.percent < 100
    for _ in range(30):
        await house.replica().round()  # each time another one
    state = await house.caught_up()
    assert state.serving.number == 2
    assert await house.rows() == await fresh(house)


async def test_a_second_rebuild_is_refused_while_one_runs(house: House) -> None:
    stories(house.log, matters=6)
    await house.caught_up()
    assert await house.rebuild() is None
    refused = await house.rebuild()
    assert refused is not None
    assert getattr(refused.error, "code", "") == "already-rebuilding"
    await house.caught_up()
    assert await house.rebuild() is None


async def test_a_rebuild_of_nothing_ends(house: House) -> None:
    await house.rebuild()
    state = await house.caught_up()
    assert (state.serving.number, await house.rows()) == (2, {})


async def test_a_rebuild_that_would_lose_matters_is_given_up_unless_that_is_accepted(
    house: House,
) -> None:
    stories(house.log, matters=4)
    await house.caught_up()
    before = await house.rows()
    house.log.forget(partition=0, before=6)
    await house.rebuild()
    state = await house.caught_up()
    assert (state.serving.number, await house.rows()) == (1, before)
    told = (await house.register.summary()).given_up
    assert told is not None
    assert "accept_gap" in told.en
    await house.rebuild(accept_gap=True)
    await house.caught_up()
    summary = await house.register.summary()
    assert (summary.serving.complete, summary.serving.missed, summary.matters) == (False, 6, 2)
    assert summary.given_up is None


async def test_progress_is_told_in_percent_of_the_log(house: House) -> None:
    stories(house.log, matters=40)
    await house.caught_up()
    await house.rebuild()
    told = []
    for _ in range(5):
        await house.replica().round()
        building = (await house.register.summary()).building
        assert building is not None
        told.append(building.percent)
    assert told == [16, 33, 50, 66, 83]


def test_a_generation_at_its_goal_waits_until_it_is_nowhere_behind_the_one_that_serves() -> None:
    serving = Generation(1, positions={"0": 12, "1": 3}, ends={"0": 12, "1": 3})
    built = Generation(2, {"0": 10, "1": 4}, ends={"0": 12, "1": 4}, goal={"0": 10, "1": 3})
    waiting = State(serving=serving).having(built, MONDAY_MORNING)
    assert (waiting.serving.number, waiting.building) == (1, built)
    level = replace(built, positions={"0": 12, "1": 4})
    switched = waiting.having(level, MONDAY_MORNING)
    assert (switched.serving, switched.building, switched.retired) == (level, None, (1,))
