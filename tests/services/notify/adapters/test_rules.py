from pathlib import Path
from typing import Any

import pytest
import yaml

from services.notify.adapters.rules import load_rulebook
from services.notify.domain.roster import Colleague, Roster
from services.notify.domain.texts import Template
from services.notify.entrypoints.consumers import HEARD, handlers
from services.notify.entrypoints.waits import Waits
from shared.events.catalogue import EVENTS
from shared.identity.roles import Role
from shared.testing.clock import SetClock
from tests.services.notify.office import ROSTER, RULES, STREET, fact

TEMPLATES = {"t": Template("t", "((incident_no))", "((place))")}
GOOD: dict[str, Any] = {
    "id": "a-rule",
    "event": "jiedao.grid.incident.dispatched.v1",
    "audience": {"staff": "data.worker"},
    "template": "t",
    "channels": ["inbox"],
}


def load(tmp_path: Path, *rules: dict[str, Any], roster: Roster = ROSTER) -> None:
    file = tmp_path / "rules.yaml"
    file.write_text(yaml.safe_dump({"rules": rules}), encoding="utf-8")
    load_rulebook(file, TEMPLATES, roster, STREET)


def test_a_good_rule_is_taken(tmp_path: Path) -> None:
    load(tmp_path, GOOD)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"event": "jiedao.grid.incident.vanished.v1"}, "a-rule: event"),
        ({"event": "jiedao.partner.hotline-order.placed.v1"}, "a-rule: event"),
        ({"when": [{"field": "data.colour", "equals": "red"}]}, "a-rule: when: .* colour"),
        ({"when": [{"field": "data.worker"}]}, "a-rule: when.0: .*exactly one"),
        ({"when": [{"field": "worker", "equals": "x"}]}, "a-rule: when.0.field"),
        ({"audience": {"staff": "data.boss"}}, "a-rule: audience: .* boss"),
        ({"audience": {"role": "king", "within": "event"}}, "a-rule: audience.role"),
        ({"audience": {"role": "clerk"}}, "a-rule: audience: .*within"),
        ({"template": "absent"}, "a-rule: template: there is no absent"),
        ({"channels": ["pigeon"]}, "a-rule: channels.0"),
        ({"channels": []}, "a-rule: channels"),
        (
            {
                "event": "jiedao.jobs.post.refused.v1",
                "audience": {"role": "adviser", "within": "event"},
            },
            "a-rule: template t: .* no field incident_no",
        ),
        ({"colour": "red"}, "a-rule: colour"),
    ],
)
def test_a_wrong_rule_is_named_with_its_field(
    tmp_path: Path, changed: dict[str, Any], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        load(tmp_path, {**GOOD, **changed})


def test_an_id_stands_once(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="a-rule: id"):
        load(tmp_path, GOOD, GOOD)


def test_one_rule_may_speak_of_several_events_and_each_is_checked(tmp_path: Path) -> None:
    both = ["jiedao.grid.incident.dispatched.v1", "jiedao.grid.incident.closed.v1"]
    load(tmp_path, {**GOOD, "event": both[:1]})
    with pytest.raises(ValueError, match=r"a-rule: .*closed.*no field"):
        load(tmp_path, {**GOOD, "event": both})


def test_a_text_that_says_what_happened_needs_words_for_it(tmp_path: Path) -> None:
    happened = {"t": Template("t", "((event))", "((incident_no))")}
    file = tmp_path / "rules.yaml"
    words = {"event": {GOOD["event"]: "派遣"}}
    file.write_text(yaml.safe_dump({"rules": [GOOD]}), encoding="utf-8")
    with pytest.raises(ValueError, match=r"a-rule: words: .*dispatched"):
        load_rulebook(file, happened, ROSTER, STREET)
    file.write_text(yaml.safe_dump({"words": words, "rules": [GOOD]}), encoding="utf-8")
    (intent,) = load_rulebook(file, happened, ROSTER, STREET).intents(fact(EVENTS[GOOD["event"]]))
    assert intent.text.subject == "派遣"


def test_a_mail_about_a_mail_is_refused(tmp_path: Path) -> None:
    template = {"t2": Template("t2", "((rule))", "((outcome))")}
    rule = {
        **GOOD,
        "event": "jiedao.notify.delivery.ended.v1",
        "audience": {"role": "operator", "within": "event"},
        "template": "t2",
        "channels": ["inbox", "email"],
    }
    file = tmp_path / "rules.yaml"
    file.write_text(yaml.safe_dump({"rules": [rule]}), encoding="utf-8")
    with pytest.raises(ValueError, match="only the inbox"):
        load_rulebook(file, template, ROSTER, STREET)


def test_a_role_that_nobody_holds_is_an_error_at_the_start(tmp_path: Path) -> None:
    few = Roster([Colleague("stf_a1", ("shift_leader", "operator"), STREET)])
    rule = {**GOOD, "audience": {"role": "adviser", "within": "event"}}
    with pytest.raises(ValueError, match="adviser"):
        load(tmp_path, rule, roster=few)


def test_what_the_service_says_it_hears_is_what_its_rules_speak_of() -> None:
    built = handlers(RULES.events, Waits(SetClock()))
    assert {handler.data for handler in built} == set(HEARD)


@pytest.mark.parametrize("type_", RULES.events)
def test_every_shipped_text_can_be_filled_from_its_events_example(type_: str) -> None:
    for intent in RULES.intents(fact(EVENTS[type_])):
        assert "((" not in intent.text.subject + intent.text.body


def test_every_role_with_an_inbox_is_on_the_roster() -> None:
    desks = (Role.CLERK, Role.REVIEWER, Role.SHIFT_LEADER, Role.ADVISER, Role.OPERATOR)
    assert ROSTER.roles_without(desks, STREET) == ()
    for community in range(1, 8):
        workers = ROSTER.with_role(Role.GRID_WORKER, f"15060201300{community}")
        assert {f"stf_g0{community}01", f"stf_g0{community}02"} <= set(workers)
