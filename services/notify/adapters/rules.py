"""The rules file: read, checked against events, roles, channels and templates, then trusted."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml
from pydantic import Field, ValidationError, model_validator

from services.notify.adapters.chains import WrittenChain
from services.notify.adapters.conditions import FieldName, Part, WrittenCondition
from services.notify.domain.chains import Chain
from services.notify.domain.roster import LEADER, OPERATOR, Roster
from services.notify.domain.rulebook import HAPPENED, Rulebook
from services.notify.domain.rules import Audience, Channel, Priority, Rule
from services.notify.domain.texts import Template
from shared.events.base import EventData, service_of
from shared.events.catalogue import EVENTS, PARTNER
from shared.identity.roles import Role


class _Audience(Part):
    staff: FieldName | None = None
    role: Role | None = None
    within: str | None = Field(default=None, pattern=r"^event$")
    apart: FieldName | None = None

    @model_validator(mode="after")
    def _one_way(self) -> "_Audience":
        if (self.staff is None) == (self.role is None) or (self.role is None) != (
            self.within is None
        ):
            raise ValueError("give either 'staff: data.<field>' or 'role:' with 'within: event'")
        return self


class _Rule(Part):
    id: str = Field(pattern=r"^[a-z][a-z0-9-]{2,60}$")
    version: int = Field(default=1, ge=1)
    event: str | tuple[str, ...]
    when: tuple[WrittenCondition, ...] = ()
    audience: _Audience
    template: str
    channels: tuple[Channel, ...] = Field(min_length=1)
    priority: Priority = Priority.NORMAL
    chain: str | None = None

    @property
    def events(self) -> tuple[str, ...]:
        """The event types that it speaks of: one, or several in a list."""
        return (self.event,) if isinstance(self.event, str) else self.event

    def rules(self, chains: Mapping[str, Chain]) -> list[Rule]:
        if self.chain is not None and self.chain not in chains:
            raise ValueError(f"rule {self.id}: chain: there is no {self.chain}")
        staff, apart = self.audience.staff, self.audience.apart
        rule = Rule(
            id=self.id,
            version=self.version,
            event="",
            audience=Audience(
                staff.removeprefix("data.") if staff else None,
                self.audience.role.value if self.audience.role else None,
                apart.removeprefix("data.") if apart else None,
            ),
            template=self.template,
            channels=self.channels,
            priority=self.priority,
            conditions=tuple(condition.condition() for condition in self.when),
            chain=chains[self.chain] if self.chain is not None else None,
        )
        return [replace(rule, event=event) for event in self.events]


class _Rules(Part):
    words: dict[str, dict[str, str]] = Field(default_factory=dict)
    chains: dict[str, WrittenChain] = Field(default_factory=dict)
    rules: tuple[_Rule, ...] = Field(min_length=1)


def load_rulebook(
    path: Path, templates: Mapping[str, Template], roster: Roster, orgunit: str
) -> Rulebook:
    """Read and check the rules; raise `ValueError` with one sentence naming rule and field."""
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    try:
        file = _Rules.model_validate(raw)
    except ValidationError as error:
        raise ValueError(_first(error, raw)) from None
    chains = {id_: written.chain(id_, roster) for id_, written in file.chains.items()}
    rules = [rule for written in file.rules for rule in written.rules(chains)]
    ids = [written.id for written in file.rules]
    for rule in rules:
        if ids.count(rule.id) > 1:
            raise ValueError(f"rule {rule.id}: id: another rule has it")
        _check(rule, templates, file.words.get(HAPPENED, {}))
    needed = {LEADER, OPERATOR, *(r.audience.role for r in rules if r.audience.role)}
    empty = roster.roles_without(needed, orgunit)
    if empty:
        raise ValueError(f"roster: nobody for {orgunit} has the role {', '.join(empty)}")
    return Rulebook(rules, roster, templates, file.words)


def _check(rule: Rule, templates: Mapping[str, Template], called: Mapping[str, str]) -> None:
    event = EVENTS.get(rule.event)
    if event is None or service_of(rule.event) == PARTNER:
        raise ValueError(f"rule {rule.id}: event: no service announces {rule.event}")
    if rule.template not in templates:
        raise ValueError(f"rule {rule.id}: template: there is no {rule.template}.txt")
    for condition in rule.conditions:
        _known(rule, event, condition.field, "when")
    for named in (rule.audience.staff_field, rule.audience.apart):
        if named:
            _known(rule, event, named, "audience")
    if rule.chain and rule.chain.part:
        _known(rule, event, rule.chain.part, f"chain {rule.chain.id}: part")
    for name in sorted(templates[rule.template].fields - {HAPPENED}):
        _known(rule, event, name, f"template {rule.template}")
    if HAPPENED in templates[rule.template].fields and rule.event not in called:
        raise ValueError(f"rule {rule.id}: words: say what {rule.event} is called")
    if service_of(rule.event) == "notify" and rule.channels != (Channel.INBOX,):
        # A mail about a mail that failed could fail, and so on without end.
        raise ValueError(f"rule {rule.id}: channels: about deliveries, only the inbox may tell")


def _known(rule: Rule, event: type[EventData], name: str, where: str) -> None:
    if name not in event.model_fields:
        raise ValueError(f"rule {rule.id}: {where}: {rule.event} has no field {name}")


def _first(error: ValidationError, raw: Any) -> str:
    fault = error.errors(include_url=False)[0]
    place = [str(part) for part in fault["loc"]]
    if len(place) > 1 and place[0] == "rules" and isinstance(raw["rules"][int(place[1])], dict):
        id_ = raw["rules"][int(place[1])].get("id", f"#{place[1]}")
        return f"rule {id_}: {'.'.join(place[2:]) or 'entry'}: {fault['msg']}"
    if len(place) > 1 and place[0] == "chains":
        return f"chain {'.'.join(place[1:2])}: {'.'.join(place[2:]) or 'entry'}: {fault['msg']}"
    return f"rules: {'.'.join(place) or 'file'}: {fault['msg']}"
