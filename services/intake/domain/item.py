"""Service items (政务服务事项): what can be applied for, and what it takes."""

from dataclasses import dataclass
from enum import StrEnum

from shared.calendar import Limit, Threshold
from shared.values import Invalid

OWN = "own"
"""`decided_by` of items that the office's own reviewers decide."""
NOBODY = "nobody"
"""`decided_by` of registrations: being accepted is all there is."""
REGISTRATION = "employment-registration"
"""就业登记: the one item that another service builds on, so every catalogue holds it."""

LONGEST_EXTENSION = 10
"""Of the limit's own units: the ten working days of XKF 42, where an item sets no other."""
YELLOW, RED = Threshold(share=0.5), Threshold(left=1)
"""When clocks warn where an item sets nothing else."""


class ItemKind(StrEnum):
    """即办件 is decided on the spot, 承诺件 within the promised limit (GB/T 39046 A.6)."""

    INSTANT = "instant"
    PROMISED = "promised"


@dataclass(frozen=True)
class ItemPaper:
    """One paper of an item's published list.

    `main` papers must be there at acceptance; `deficiency_allowed` ones may follow under a signed
    promise (容缺).
    """

    code: str
    name: str
    main: bool = True
    deficiency_allowed: bool = False


@dataclass(frozen=True)
class Item:
    """One service item; `decided_by` is `OWN`, `NOBODY` or the id of a partner.

    `legal` and `promised` are None for what is done on the spot; `extension` is the most by which
    they may be extended, once; `yellow` and `red` say when their clocks warn. Where
    `checked_by_staff`, the papers' form matters, and nothing is accepted or sent back unseen. The
    law sets no limit for corrections: an application goes back (退件) for want of one only where
    the item has a `correction_limit`.
    `retention_years`: how long one is kept whole after its end; None: as the office says.
    """

    code: str
    catalog_code: str
    name: str
    kind: ItemKind
    legal: Limit | None
    promised: Limit | None
    papers: tuple[ItemPaper, ...]
    decided_by: str
    benefit: str
    takes_wish: bool = False
    checked_by_staff: bool = False
    correction_limit: Limit | None = None
    extension: int = LONGEST_EXTENSION
    yellow: Threshold = YELLOW
    red: Threshold = RED
    retention_years: int | None = None

    @property
    def partner(self) -> str | None:
        """The partner that decides, if one does."""
        return None if self.decided_by in {OWN, NOBODY} else self.decided_by

    @property
    def paper_codes(self) -> tuple[str, ...]:
        """The codes of the published list, in its order."""
        return tuple(paper.code for paper in self.papers)

    def must_list(self, codes: tuple[str, ...], field: str) -> None:
        """Raise `Invalid` for a paper outside the published list (办事指南): none may be asked."""
        unlisted = [code for code in codes if code not in self.paper_codes]
        if unlisted:
            listed = "、".join(self.paper_codes) or "—"
            raise Invalid(
                "paper-not-listed",
                f"“{self.name}”的材料清单中没有“{unlisted[0]}”；清单：{listed}。",
                f"'{unlisted[0]}' is not on the list of {self.code}; listed: {listed}.",
                field=field,
            )
