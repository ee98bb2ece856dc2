"""The rulebook: from one event to everybody who must be told, decided without fetching."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from services.notify.domain.facts import Fact
from services.notify.domain.roster import Roster
from services.notify.domain.rules import Audience, Rule
from services.notify.domain.texts import BODY_LONGEST, Template, Text, Words, cut

_STANDING_IN = "（规则“{rule}”没有找到应通知的人员，现转给您，请处理或转告。）\n{body}"
HAPPENED = "event"
"""What a text may name beside the members of an event: what happened, by its type."""


@dataclass(frozen=True)
class Intent:
    """One rule wants one person told; `stand_in` when the rule's own audience was empty."""

    rule: Rule
    recipient: str
    text: Text
    stand_in: bool


class Rulebook:
    """Rules, the roster they look into, and the texts they use.

    `ending` are the event types that make some escalation moot, `vacant` the roles that a chain
    counts on and nobody holds.
    """

    def __init__(
        self,
        rules: Iterable[Rule],
        roster: Roster,
        templates: Mapping[str, Template],
        words: Words,
    ) -> None:
        self.roster = roster
        self._templates = templates
        self._words = words
        self._by_event: dict[str, list[Rule]] = {}
        for rule in rules:
            self._by_event.setdefault(rule.event, []).append(rule)

        chains = {rule.chain for rules in self._by_event.values() for rule in rules if rule.chain}
        self.ending = frozenset(type_ for chain in chains for type_ in chain.until)
        self.vacant = roster.vacant(role for chain in chains for role in chain.roles)

    @property
    def events(self) -> tuple[str, ...]:
        """The event types that some rule speaks of, or that make an escalation moot."""
        return tuple(sorted({*self._by_event, *self.ending}))

    def intents(self, fact: Fact) -> tuple[Intent, ...]:
        """Return who is to be told about this event; a matching rule never ends in nobody."""
        matching = [rule for rule in self._by_event.get(fact.type, ()) if rule.matches(fact)]
        return tuple(intent for rule in matching for intent in self._of(rule, fact))

    def _of(self, rule: Rule, fact: Fact) -> Iterable[Intent]:
        said = {**fact.fields, HAPPENED: fact.type}
        text = self._templates[rule.template].fill(said, self._words)
        wanted = self._audience(rule.audience, fact)
        if wanted:
            return [Intent(rule, ref, text, stand_in=False) for ref in wanted]
        body = cut(_STANDING_IN.format(rule=rule.id, body=text.body), BODY_LONGEST)
        instead = Text(text.subject, body)
        apart = _named(fact, rule.audience.apart)
        others = self.roster.instead(fact.orgunit, apart)
        return [Intent(rule, ref, instead, stand_in=True) for ref in others]

    def _audience(self, audience: Audience, fact: Fact) -> tuple[str, ...]:
        if audience.role is not None:
            found = self.roster.with_role(audience.role, fact.orgunit)
        else:
            named = _named(fact, audience.staff_field)
            found = tuple(ref for ref in named if ref in self.roster)
        apart = _named(fact, audience.apart)
        return tuple(ref for ref in found if ref not in apart)


def _named(fact: Fact, member: str | None) -> tuple[str, ...]:
    """Return the staff that a member names, one or several."""
    value = fact.fields.get(member) if member else None
    several = value if isinstance(value, tuple | list) else (value,)
    return tuple(dict.fromkeys(str(ref) for ref in several if ref is not None))
