"""Organisations in the sealed store: known by their code, whoever comes for them."""

from dataclasses import replace

import pytest

from shared.privacy.people import PersonalDetails
from shared.values import Invalid
from tests.shared.privacy.test_people import ZHANG, Office

FIRM = PersonalDetails(
    "张三", "13812341234", ZHANG.id_number, None, "东胜区天骄家政有限公司", "91152201078377449p"
)


async def test_an_organisation_is_known_by_its_code_and_not_by_who_comes_for_it() -> None:
    office = Office()
    person = await office.run(lambda people: people.register(ZHANG))
    firm = await office.run(lambda people: people.register(FIRM))
    other = replace(FIRM, org_name="内蒙古天骄商贸有限公司", uscc="91152201078382010M")
    second = await office.run(lambda people: people.register(other))
    assert len({person, firm, second}) == 3
    assert await office.run(lambda people: people.by_id_number(ZHANG.id_number or "")) == person
    assert await office.run(lambda people: people.by_uscc("91152201078377449P")) == firm
    plain = await office.run(lambda people: people.reveal(firm))
    assert (plain.org_name, plain.uscc) == ("东胜区天骄家政有限公司", "91152201078377449P")


async def test_who_comes_for_an_organisation_next_is_not_mixed_with_who_came_before() -> None:
    office = Office()
    firm = await office.run(lambda people: people.register(FIRM))
    next_one = replace(FIRM, name="李四", id_number=None)
    assert await office.run(lambda people: people.register(next_one)) == firm
    plain = await office.run(lambda people: people.reveal(firm))
    assert (plain.name, plain.id_number) == ("李四", None)


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"uscc": "91152201078377449Q"}, "uscc", "uscc"),
        ({"uscc": "9115220107837744"}, "uscc", "uscc"),
        ({"uscc": None}, "organisation-incomplete", "uscc"),
        ({"org_name": " "}, "organisation-incomplete", "org_name"),
    ],
)
async def test_an_organisation_is_named_whole_and_its_code_is_checked(
    changes: dict[str, str | None], code: str, field: str
) -> None:
    office = Office()
    with pytest.raises(Invalid) as refused:
        await office.run(lambda people: people.register(replace(FIRM, **changes)))
    assert (refused.value.code, refused.value.field) == (code, field)


async def test_an_organisation_is_sealed_masked_and_erased_like_a_person() -> None:
    office = Office()
    firm = await office.run(lambda people: people.register(FIRM))
    stored = office.everything()
    assert not [v for v in ("天骄", "91152201078377449") if v.encode() in stored]
    shown = await office.run(lambda people: people.masked(firm))
    assert (shown.org_name, shown.uscc) == ("东胜区天***", "9115**********449P")
    await office.run(lambda people: people.erase(firm))
    assert await office.run(lambda people: people.by_uscc("91152201078377449P")) is None


async def test_the_telephone_goes_with_whoever_came_before_and_the_address_stays() -> None:
    office = Office()
    firm = await office.run(lambda people: people.register(replace(FIRM, address="天骄路1号")))
    await office.run(lambda people: people.register(replace(FIRM, phone=None)))
    plain = await office.run(lambda people: people.reveal(firm))
    assert plain.phone == FIRM.phone
    next_one = replace(FIRM, name="李四", phone=None, id_number=None)
    await office.run(lambda people: people.register(next_one))
    plain = await office.run(lambda people: people.reveal(firm))
    assert (plain.name, plain.phone, plain.address) == ("李四", None, "天骄路1号")
    assert await office.run(lambda people: people.by_phone(FIRM.phone or "")) == ()
    assert not await office.run(lambda people: people.ends_with(firm, "1234"))


async def test_an_organisation_goes_by_its_own_name_and_by_that_of_who_comes() -> None:
    office = Office()
    firm = await office.run(lambda people: people.register(FIRM))
    assert await office.run(lambda people: people.names_of(firm)) == (FIRM.name, FIRM.org_name)
    await office.run(lambda people: people.erase(firm))
    assert await office.run(lambda people: people.names_of(firm)) == ()
