"""Papers handed in, and what the item's list says about them."""

from dataclasses import dataclass

from services.intake.domain.catalogue.item import Item, ItemKind


@dataclass(frozen=True)
class Paper:
    """A paper handed in; `form` is electronic, original or copy."""

    code: str
    form: str = "electronic"


@dataclass(frozen=True)
class Findings:
    """What a check found: what is `missing`, and what is `deficient` but promised."""

    missing: tuple[str, ...] = ()
    deficient: tuple[str, ...] = ()


def listed(item: Item, papers: tuple[Paper, ...]) -> tuple[Paper, ...]:
    """Return the papers the item asks for, each once: nothing beyond need is kept (PIPL 6)."""
    latest = {paper.code: paper for paper in papers}
    return tuple(latest[code] for code in item.paper_codes if code in latest)


def check(item: Item, papers: tuple[Paper, ...], promised: tuple[str, ...]) -> Findings:
    """Hold papers against the item's published list.

    A promise (容缺) counts for a paper flagged for it, on a 承诺件, while every other paper is
    there; else all that is missing is named at once, promised or not (XKF 32, domain.md 2.2).
    """
    handed_in = {paper.code for paper in papers}
    absent = [paper for paper in item.papers if paper.code not in handed_in]
    promising = item.kind is ItemKind.PROMISED and item.promised is not None
    may_follow = promising and all(
        paper.deficiency_allowed and paper.code in promised for paper in absent
    )
    codes = tuple(paper.code for paper in absent)
    return Findings(deficient=codes) if may_follow else Findings(missing=codes)
