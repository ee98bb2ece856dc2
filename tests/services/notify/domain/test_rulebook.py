from dataclasses import replace

from services.notify.domain.roster import Colleague, Roster
from services.notify.domain.rulebook import Rulebook
from services.notify.domain.rules import Audience, Channel, Rule
from services.notify.domain.texts import Template
from shared.events.grid import HandoffLapsed, IncidentDispatched
from tests.services.notify.office import COMMUNITY, STREET, fact

OTHER = "150602013002"
ROSTER = Roster(
    [
        Colleague("stf_a1", ("adviser",), COMMUNITY),
        Colleague("stf_a2", ("adviser",), OTHER),
        Colleague("stf_l1", ("shift_leader",), STREET),
        Colleague("stf_o1", ("operator",), STREET),
    ]
)


def book(audience: Audience) -> Rulebook:
    rule = Rule("r", 1, IncidentDispatched.type, audience, "t", (Channel.INBOX,))
    return Rulebook([rule], ROSTER, {"t": Template("t", "((incident_no))", "文字")}, {})


def told(audience: Audience, **changed: str) -> list[tuple[str, bool]]:
    happened = fact(IncidentDispatched, **changed)
    return [(intent.recipient, intent.stand_in) for intent in book(audience).intents(happened)]


def test_a_role_is_told_where_it_answers_for_the_unit() -> None:
    assert told(Audience(role="adviser")) == [("stf_a1", False)]


def test_a_field_names_the_person() -> None:
    assert told(Audience(staff_field="worker"), worker="stf_a2") == [("stf_a2", False)]


def test_an_unknown_person_is_replaced_by_the_shift_leader_who_learns_why() -> None:
    audience = Audience(staff_field="worker")
    assert told(audience, worker="stf_gone") == [("stf_l1", True)]
    (intent,) = book(audience).intents(fact(IncidentDispatched))
    assert "没有找到应通知的人员" in intent.text.body
    assert "文字" in intent.text.body


def test_without_a_shift_leader_for_the_unit_the_operators_are_told() -> None:
    assert told(Audience(role="clerk"), orgunit="110101001000") == [("stf_o1", True)]


def test_an_event_no_rule_speaks_of_tells_nobody() -> None:
    assert book(Audience(role="adviser")).intents(fact(HandoffLapsed)) == ()


def test_roles_that_nobody_holds_for_the_unit_are_named() -> None:
    assert ROSTER.roles_without(["clerk", "shift_leader", "adviser"], STREET) == (
        "adviser",
        "clerk",
    )


def test_several_may_be_named_and_those_apart_are_not_told_nor_stand_in() -> None:
    named = fact(IncidentDispatched)
    several = replace(named, fields={**named.fields, "worker": ("stf_a1", "stf_a2")})
    audience = Audience(staff_field="worker")
    assert [i.recipient for i in book(audience).intents(several)] == ["stf_a1", "stf_a2"]
    leaders = Audience(role="shift_leader", apart="worker")
    assert told(leaders, worker="stf_a1") == [("stf_l1", False)]
    assert told(leaders, worker="stf_l1") == [("stf_o1", True)]
