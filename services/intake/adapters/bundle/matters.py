"""The matters (一件事), read from YAML and checked at start against the catalogue."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Self

from pydantic import Field

from services.intake.adapters.entries import Entry, EntryError, read_entries
from services.intake.application.ports import Items
from services.intake.domain.bundle.matter import Matter, Member, matter_breaches
from shared.events.base import OrgCode, Title
from shared.events.parts import Code
from shared.values import Invalid, NotFound


class _Member(Entry):
    item: Code
    mandatory: bool = True
    orgunit: OrgCode | None = None


class _Matter(Entry):
    code: Code
    name: Title
    benefit: str = Field(default="", max_length=400)
    joint: bool = False
    members: list[_Member]

    @property
    def value(self) -> Matter:
        members = tuple(Member(one.item, one.mandatory, one.orgunit) for one in self.members)
        return Matter(self.code, self.name, members, self.benefit, self.joint)


class Matters:
    """Matters by code."""

    def __init__(self, matters: Sequence[Matter] = ()) -> None:
        self._matters = {matter.code: matter for matter in matters}

    @classmethod
    def load(cls, path: Path | None, items: Items) -> Self:
        """Read the file; without one there are no matters.

        Raises:
            EntryError: an entry is not as it must be, a matter is there twice, or breaks a rule.
        """
        matters = [row.value for row in read_entries(path, "matters", _Matter)] if path else []
        for code, count in Counter(matter.code for matter in matters).items():
            if count > 1:
                raise EntryError(f"matter {code}: code: it is there {count} times")
        for matter in matters:
            found = [items.find(member.item) for member in matter.members]
            for breach in matter_breaches(matter, [item for item in found if item]):
                raise EntryError(f"matter {matter.code}: {breach.field}: {breach.en}")
        return cls(matters)

    def get(self, code: str) -> Matter:
        """Return the matter; raise `Invalid`."""
        if code not in self._matters:
            raise Invalid(
                "unknown-matter",
                f"没有“{code}”这件事，可办的见 GET /matters。",
                f"There is no matter '{code}'; GET /matters lists them.",
                field="matter",
            )
        return self._matters[code]

    def known(self, code: str) -> Matter:
        """Return the matter; raise `NotFound`."""
        if code not in self._matters:
            raise NotFound("not-found", "没有这件事。", "There is no such matter.")
        return self._matters[code]

    def every(self) -> Sequence[Matter]:
        """Return all matters in the file's order."""
        return tuple(self._matters.values())
