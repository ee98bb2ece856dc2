import pytest

from shared.identity.principal import Principal
from shared.identity.roles import Role
from shared.identity.staff import staff_of
from shared.values import NotAllowed


def caller(subject: str) -> Principal:
    return Principal(subject, frozenset({Role.GRID_WORKER}), "150602013000")


def test_a_member_of_staff_is_named_by_the_subject() -> None:
    assert staff_of(caller("stf_g0101")) == "stf_g0101"


@pytest.mark.parametrize("subject", ["somebody", "stf_", "stf_G01", "stf_g01 ", "xstf_g01"])
def test_whoever_has_no_reference_is_not_staff(subject: str) -> None:
    with pytest.raises(NotAllowed) as refused:
        staff_of(caller(subject))
    assert refused.value.code == "not-staff"
