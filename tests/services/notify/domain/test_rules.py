import pytest

from services.notify.domain.rules import Ask, Audience, Channel, Condition, Rule, Scalar
from shared.events.grid import IncidentReported
from shared.events.intake import ReviewStarted
from tests.services.notify.office import fact


@pytest.mark.parametrize(
    ("ask", "wanted", "holds"),
    [
        (Ask.EQUALS, ("hotline",), True),
        (Ask.EQUALS, ("sensor",), False),
        (Ask.IN, ("sensor", "hotline"), True),
        (Ask.IN, ("sensor",), False),
        (Ask.NOT_IN, ("sensor",), True),
        (Ask.NOT_IN, ("hotline",), False),
        (Ask.NOT_STARTING, ("hot",), False),
        (Ask.NOT_STARTING, ("stf_",), True),
        (Ask.PRESENT, (True,), True),
        (Ask.PRESENT, (False,), False),
    ],
)
def test_a_condition_asks_one_member(ask: Ask, wanted: tuple[Scalar, ...], *, holds: bool) -> None:
    assert Condition("channel", ask, wanted).holds(fact(IncidentReported)) is holds


def test_an_absent_member_is_not_present() -> None:
    condition = Condition("handed_to", Ask.PRESENT, (True,))
    assert not condition.holds(fact(ReviewStarted, handed_to=None))
    assert condition.holds(fact(ReviewStarted))


def test_all_conditions_must_hold() -> None:
    rule = Rule(
        "r",
        1,
        IncidentReported.type,
        Audience(role="clerk"),
        "t",
        (Channel.INBOX,),
        conditions=(
            Condition("channel", Ask.EQUALS, ("hotline",)),
            Condition("located", Ask.EQUALS, (False,)),
        ),
    )
    assert rule.matches(fact(IncidentReported, located=False))
    assert not rule.matches(fact(IncidentReported, located=True))
    assert not rule.matches(fact(ReviewStarted))
