import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import TypeVar

import pytest

from shared.privacy.people import Gone, People, PersonalDetails
from shared.privacy.sealing import Keyring
from shared.storage.ports import Cause
from shared.storage.work import Stage, Unit
from shared.testing.memory import MemoryStore
from shared.values import Invalid, NotFound

T = TypeVar("T")
KEYRING = Keyring(b"m" * 32, b"i" * 32)
NOW = datetime(2026, 9, 7, 1, 0, tzinfo=UTC)
ZHANG = PersonalDetails("张三", "13812341234", "11010519491231002x", "宝日陶亥东街5号3单元502室")


class Office:
    """Runs each act in its own transaction on one store."""

    def __init__(self) -> None:
        self.store = MemoryStore()
        self.acts = 0

    async def run(self, act: Callable[[People], Awaitable[T]]) -> T:
        self.acts += 1
        transaction = await self.store.begin()
        unit = Unit("intake", transaction, 0)
        stage = Stage(unit, Cause(f"c{self.acts}", "c", "clerk-1", "150602013000"), NOW)
        answer = await act(People.over(stage, KEYRING))
        stage.merge()
        await unit.flush(final=True)
        await transaction.commit()
        return answer

    def everything(self) -> bytes:
        rows = [row for rows in self.store.rows.values() for row in rows.items()]
        return b"\n".join(key.encode() + raw for key, raw in rows)


async def test_a_person_is_known_by_a_reference_and_can_be_revealed() -> None:
    office = Office()
    person = await office.run(lambda people: people.register(ZHANG))
    assert re.fullmatch(r"per_[a-z2-7]{26}", person)
    plain = await office.run(lambda people: people.reveal(person))
    assert (plain.name, plain.phone) == ("张三", "13812341234")
    assert plain.id_number == "11010519491231002X"


async def test_the_store_holds_no_plain_value() -> None:
    office = Office()
    await office.run(lambda people: people.register(ZHANG))
    stored = office.everything()
    assert len(stored) > 500
    for value in ("13812341234", "11010519491231002", "宝日", "张三"):
        assert value.encode() not in stored


async def test_the_same_id_number_is_the_same_person_and_news_replace_what_is_stored() -> None:
    office = Office()
    first = await office.run(lambda people: people.register(ZHANG))
    news = PersonalDetails(id_number="11010519491231002X", phone="139 0000 1111")
    assert await office.run(lambda people: people.register(news)) == first
    plain = await office.run(lambda people: people.reveal(first))
    assert (plain.name, plain.phone) == ("张三", "13900001111")
    assert await office.run(lambda people: people.by_phone("13812341234")) == ()
    assert await office.run(lambda people: people.by_phone("+8613900001111")) == (first,)


async def test_a_person_registered_twice_with_the_same_data_is_not_written_anew() -> None:
    office = Office()
    await office.run(lambda people: people.register(ZHANG))
    before = office.everything()
    await office.run(lambda people: people.register(ZHANG))
    assert office.everything() == before


async def test_a_family_may_share_a_telephone() -> None:
    office = Office()
    mother = await office.run(lambda p: p.register(PersonalDetails("李梅", "13812341234")))
    son = await office.run(lambda p: p.register(PersonalDetails("张小", "13812341234")))
    assert await office.run(lambda people: people.by_phone("13812341234")) == (mother, son)
    await office.run(lambda people: people.erase(mother))
    assert await office.run(lambda people: people.by_phone("13812341234")) == (son,)


async def test_an_erased_person_is_unreadable_for_ever_and_not_found_again() -> None:
    office = Office()
    person = await office.run(lambda people: people.register(ZHANG))
    await office.run(lambda people: people.erase(person))
    await office.run(lambda people: people.erase(person))
    with pytest.raises(Gone) as told:
        await office.run(lambda people: people.reveal(person))
    assert told.value.status == 410
    assert await office.run(lambda people: people.masked(person)) == PersonalDetails()
    assert await office.run(lambda people: people.by_id_number("11010519491231002X")) is None
    assert office.store.rows["person_keys"] == {}
    assert office.store.rows["person_index"] == {}


async def test_who_comes_back_after_erasure_is_a_new_person() -> None:
    office = Office()
    before = await office.run(lambda people: people.register(ZHANG))
    await office.run(lambda people: people.erase(before))
    after = await office.run(lambda people: people.register(ZHANG))
    assert after != before
    assert await office.run(lambda people: people.by_id_number("11010519491231002x")) == after


async def test_everybody_else_sees_the_masked_person() -> None:
    office = Office()
    person = await office.run(lambda people: people.register(ZHANG))
    seen = await office.run(lambda people: people.masked(person))
    assert (seen.name, seen.phone) == ("张*", "138****1234")
    assert (seen.id_number, seen.address) == ("1101**********002X", "宝日陶亥东街5号***")


async def test_a_wrong_id_number_is_refused_without_being_repeated() -> None:
    with pytest.raises(Invalid) as told:
        await Office().run(lambda p: p.register(PersonalDetails(id_number="110105194912310021")))
    assert told.value.field == "id_number"
    assert "110105" not in f"{told.value.zh}{told.value.en}"


async def test_an_unknown_reference_is_not_found() -> None:
    with pytest.raises(NotFound):
        await Office().run(lambda people: people.reveal("per_nobody"))


def test_details_show_no_value_when_printed() -> None:
    assert "张三" not in repr(ZHANG)
    assert "138" not in f"{ZHANG}"


@pytest.mark.parametrize(
    ("last_four", "fits"),
    [("1234", True), ("002X", True), ("002x", True), ("4123", False), ("0021", False)],
)
async def test_an_end_of_the_telephone_or_the_id_number_is_recognised(
    last_four: str, fits: bool
) -> None:
    office = Office()
    person = await office.run(lambda people: people.register(ZHANG))
    assert await office.run(lambda people: people.ends_with(person, last_four)) is fits


async def test_nobody_and_the_erased_end_in_nothing() -> None:
    office = Office()
    person = await office.run(lambda people: people.register(ZHANG))
    await office.run(lambda people: people.erase(person))
    assert not await office.run(lambda people: people.ends_with(person, "1234"))
    assert not await office.run(lambda people: people.ends_with("per_nobody", "1234"))


@pytest.mark.parametrize("registered", [True, False])
async def test_words_open_in_their_place_alone(registered: bool) -> None:
    office = Office()
    person = await office.run(lambda people: people.register(ZHANG)) if registered else None
    sealed = await office.run(lambda people: people.seal_words(person, "排队太久。", "rating_1"))
    assert sealed is not None
    assert "排队" not in sealed
    opened = await office.run(lambda people: people.open_words(person, sealed, "rating_1"))
    elsewhere = await office.run(lambda people: people.open_words(person, sealed, "rating_2"))
    assert (opened, elsewhere) == ("排队太久。", None)


async def test_words_of_the_erased_are_gone() -> None:
    office = Office()
    person = await office.run(lambda people: people.register(ZHANG))
    sealed = await office.run(lambda people: people.seal_words(person, "排队太久。", "rating_1"))
    assert sealed is not None
    await office.run(lambda people: people.erase(person))
    assert await office.run(lambda people: people.open_words(person, sealed, "rating_1")) is None


async def test_words_about_somebody_who_was_erased_are_not_kept() -> None:
    office = Office()
    person = await office.run(lambda people: people.register(ZHANG))
    await office.run(lambda people: people.erase(person))
    sealed = await office.run(lambda people: people.seal_words(person, "排队太久。", "rating_1"))
    assert sealed is None


async def test_where_nobody_sees_who_says_so_nothing_of_a_known_person_changes() -> None:
    office = Office()
    first = await office.run(lambda people: people.register(ZHANG))
    news = PersonalDetails("李四", "13900001111", ZHANG.id_number)
    assert await office.run(lambda people: people.register(news, seen=False)) == first
    plain = await office.run(lambda people: people.reveal(first))
    assert (plain.name, plain.phone) == ("张三", "13812341234")
    stranger = PersonalDetails("王五", "13700001111")
    new = await office.run(lambda people: people.register(stranger, seen=False))
    assert await office.run(lambda people: people.reveal(new)) == stranger
