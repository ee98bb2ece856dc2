import pytest

from shared.identity.principal import Principal
from shared.identity.roles import Role

CLERK = Principal("staff-1", frozenset({Role.CLERK}), "150602013000")


def test_every_role_has_a_chinese_label() -> None:
    assert [role.zh for role in Role] == [
        "窗口人员", "审核人员", "网格员", "值班长", "驿站顾问", "运维", "合作系统",
        "服务", "自助机", "居民",
    ]  # fmt: skip
    assert Role("grid_worker") is Role.GRID_WORKER


def test_one_of_the_roles_is_enough() -> None:
    assert CLERK.has_any(Role.OPERATOR, Role.CLERK)
    assert not CLERK.has_any(Role.OPERATOR)
    assert not CLERK.has_any()


@pytest.mark.parametrize(
    ("unit", "allowed"),
    [
        ("150602013000", True),
        ("150602013003", True),
        ("150602012000", False),
        ("150602000000", False),
        ("1506020130", False),
        ("", False),
    ],
)
def test_a_street_acts_in_its_communities_and_nowhere_else(unit: str, *, allowed: bool) -> None:
    assert CLERK.may_act_in(unit) is allowed
