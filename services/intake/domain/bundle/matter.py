"""One matter (一件事) in the catalogue: the service items that people need done together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from services.intake.domain.bundle.one_form import OneForm
from services.intake.domain.catalogue.breach import SLUG, Breach, repeated
from services.intake.domain.catalogue.form_rules import question_breaches
from services.intake.domain.catalogue.item import Item
from shared.values import Invalid

LONGEST_CODE = 64
"""What events and routes take."""
FEWEST = 2
"""Of one item, it is an ordinary application."""


@dataclass(frozen=True)
class Member:
    """One item of a matter; without `orgunit` it goes to the office that takes the matter in."""

    item: str
    mandatory: bool = True
    orgunit: str | None = None


@dataclass(frozen=True)
class Matter:
    """What people want done, and the items it takes.

    `joint`: the offices decide jointly (联合办理), so that XKF 42 limits the whole to 45 working
    days, which may be extended once by 15.
    """

    code: str
    name: str
    members: tuple[Member, ...]
    benefit: str = ""
    joint: bool = False

    def taken(self, chosen: Sequence[str]) -> tuple[Member, ...]:
        """Return the members that are applied for: the mandatory ones and those that are chosen.

        Raises:
            Invalid: what is chosen does not belong to it (field ``items``).
        """
        known = {member.item for member in self.members}
        for code in chosen:
            if code not in known:
                codes = [member.item for member in self.members]
                raise Invalid(
                    "item-not-in-matter",
                    f"“{self.name}”不包含事项“{code}”；包含：{'、'.join(codes)}。",
                    f"'{code}' is no item of {self.code}; its items: {', '.join(codes)}.",
                    field="items",
                )
        return tuple(m for m in self.members if m.mandatory or m.item in chosen)


def matter_breaches(matter: Matter, items: Sequence[Item]) -> Iterator[Breach]:
    """Yield what is wrong with an entry; `items` are those of its members that are in force."""
    if not SLUG.fullmatch(matter.code):
        yield Breach("code", "代码用小写字母、数字和连字符。", "small letters, digits and hyphens.")
    codes = [member.item for member in matter.members]
    yield from repeated("members", codes)
    if len(codes) < FEWEST or not any(member.mandatory for member in matter.members):
        yield Breach(
            "members",
            "至少列两个事项，其中至少一个必办。",
            "list two items at the least, one of them mandatory.",
        )
    in_force = {item.code for item in items}
    for code in codes:
        if code not in in_force:
            yield Breach("members", f"目录中没有“{code}”。", f"no item '{code}' is in force.")
    one = OneForm(tuple(items))
    for name in (*one.titles, *(field.code for field in one.form.fields)):
        if len(name) > LONGEST_CODE:
            yield Breach(
                "members",
                f"“{name}”超过 {LONGEST_CODE} 个字符；请缩短事项或材料、问题的代码。",
                f"'{name}' is longer than {LONGEST_CODE}; shorten a code of it.",
            )
    # Merged, a question may come to stand before the one that its condition looks at, or its bounds
    # leave no number.
    yield from question_breaches(one.form.fields)
