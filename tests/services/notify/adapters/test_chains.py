from pathlib import Path
from typing import Any

import pytest
import yaml

from services.notify.adapters.rules import load_rulebook
from services.notify.domain.roster import Colleague, Roster
from services.notify.domain.rulebook import Rulebook
from services.notify.domain.texts import Template
from shared.calendar import Limit, Unit
from shared.events.grid import IncidentDispatched, IncidentSigned
from tests.services.notify.office import COMMUNITY, STREET, fact

TEMPLATES = {"t": Template("t", "((incident_no))", "((place))")}
LEADER = Colleague("stf_l1", ("shift_leader", "operator"), STREET)
ROSTER = Roster([LEADER, Colleague("stf_a1", ("adviser",), STREET)])
STEPS: list[dict[str, Any]] = [
    {"role": "adviser", "within": "2U"},
    {"staff": "stf_l1", "within": "1G"},
]
CHAIN: dict[str, Any] = {"within": "4H", "steps": STEPS, "until": [IncidentSigned.type]}


def load(
    tmp_path: Path, chain: dict[str, Any], roster: Roster = ROSTER, named: str = "c"
) -> Rulebook:
    rule = {
        "id": "a-rule",
        "event": IncidentDispatched.type,
        "audience": {"role": "shift_leader", "within": "event"},
        "template": "t",
        "channels": ["inbox"],
        "chain": named,
    }
    file = tmp_path / "rules.yaml"
    file.write_text(yaml.safe_dump({"chains": {"c": chain}, "rules": [rule]}), encoding="utf-8")
    return load_rulebook(file, TEMPLATES, roster, STREET)


def test_a_chain_is_read_with_its_limits_in_all_units(tmp_path: Path) -> None:
    rulebook = load(tmp_path, CHAIN)
    (intent,) = rulebook.intents(fact(IncidentDispatched))
    chain = intent.rule.chain
    assert chain is not None
    assert chain.within == Limit(4, Unit.WORKING_HOURS)
    assert [(link.role, link.staff, link.within) for link in chain.links] == [
        ("adviser", None, Limit(2, Unit.URGENT_HOURS)),
        (None, "stf_l1", Limit(1, Unit.WORKING_DAYS)),
    ]
    assert IncidentSigned.type in rulebook.events


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"steps": STEPS[:1]}, "chain c: entry: .*须指名值班责任人.* must name a duty holder"),
        ({"steps": []}, "chain c: steps"),
        ({"steps": [{"staff": "stf_zz99", "within": "1G"}]}, "名册中没有 stf_zz99.*on the roster"),
        ({"steps": [{"within": "1G"}]}, "须二选一.*either a role or a member"),
        ({"steps": [{**STEPS[0], "staff": "stf_l1"}]}, "须二选一.*either a role or a member"),
        ({"within": "4X"}, "chain c: within: .*收到 4X.*not 4X"),
        ({"within": "0H"}, "chain c: within: .*期限应写作"),
        ({"within": "99999G"}, "chain c: within: .*期限应写作"),
        ({"within": None}, "chain c: within"),
        ({"until": ["jiedao.grid.incident.vanished.v1"]}, "chain c: until.0: .*No service"),
        ({"until": ["jiedao.partner.hotline-order.placed.v1"]}, "chain c: until.0: .*没有服务"),
        ({"part": "data.colour"}, "rule a-rule: chain c: part: .* no field colour"),
        ({"colour": "red"}, "chain c: colour"),
    ],
)
def test_a_chain_that_could_end_in_nobody_or_says_nonsense_is_refused_in_a_sentence(
    tmp_path: Path, changed: dict[str, Any], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        load(tmp_path, {**CHAIN, **changed})


def test_a_rule_names_a_chain_that_there_is(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="a-rule: chain: there is no d"):
        load(tmp_path, CHAIN, named="d")


def test_a_role_that_nobody_holds_is_told_and_its_step_passed_over(tmp_path: Path) -> None:
    rulebook = load(tmp_path, CHAIN, Roster([LEADER]))
    assert rulebook.vacant == ("adviser",)
    (intent,) = rulebook.intents(fact(IncidentDispatched))
    assert intent.rule.chain is not None
    rungs = intent.rule.chain.copied(["stf_l1"], rulebook.roster, COMMUNITY)
    assert [(rung.staff, rung.within.amount) for rung in rungs] == [
        (("stf_l1",), 4),
        (("stf_l1",), 1),
    ]


def test_where_every_role_is_held_none_is_vacant(tmp_path: Path) -> None:
    assert load(tmp_path, CHAIN).vacant == ()
