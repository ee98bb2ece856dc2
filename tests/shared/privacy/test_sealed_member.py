import pytest

from shared.privacy.jwe import ServiceKey, seal_for
from shared.privacy.records import PersonalDetails
from shared.privacy.sealed_member import opened
from shared.values import Invalid

KEY = ServiceKey.generate("test-1")
JWK = KEY.public_jwks()["keys"][0]
ZHANG = {"name": "张三", "phone": "13812341234"}


def test_nothing_sealed_is_nobody() -> None:
    assert opened(KEY, None) is None


def test_four_members_are_taken_and_all_others_dropped() -> None:
    more = {**ZHANG, "民族": "x", "birth_date": "1990-01-01", "photo": [1, 2]}
    assert opened(KEY, seal_for(JWK, more)) == PersonalDetails(**ZHANG)


def test_an_organisation_is_taken_only_where_one_may_apply() -> None:
    firm = {**ZHANG, "org_name": "东胜区天骄家政有限公司", "uscc": "91152201078377449P"}
    sealed = seal_for(JWK, firm)
    assert opened(KEY, sealed) == PersonalDetails(**ZHANG)
    assert opened(KEY, sealed, organisations=True) == PersonalDetails(**firm)


def test_an_empty_text_is_no_text() -> None:
    assert opened(KEY, seal_for(JWK, {**ZHANG, "address": ""})) == PersonalDetails(**ZHANG)


@pytest.mark.parametrize("value", [13812341234, ["张三"], {"a": "b"}, True])
def test_what_is_no_text_is_refused_and_not_repeated(value: object) -> None:
    with pytest.raises(Invalid) as refused:
        opened(KEY, seal_for(JWK, {"name": "张三", "phone": value}))
    assert refused.value.field == "sealed"
    assert "138" not in refused.value.zh + refused.value.en


def test_what_was_sealed_to_another_key_is_refused() -> None:
    with pytest.raises(Invalid):
        opened(ServiceKey.generate("other"), seal_for(JWK, ZHANG))
