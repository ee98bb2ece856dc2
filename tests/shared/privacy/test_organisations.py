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
