"""Papers handed in, and what the item's list says about them."""

from dataclasses import dataclass

from services.intake.domain.catalogue.item import Item, ItemKind, PaperForm
from shared.values import Refusal


@dataclass(frozen=True)
class Paper:
    """A paper handed in; `form` is electronic, original or copy."""

    code: str
    form: str = "electronic"


@dataclass(frozen=True)
class Findings:
    """What a check found: what is `missing`, and what is `deficient` but promised.

    `unfit` is in, but as a copy where the list wants the original.
    """

    missing: tuple[str, ...] = ()
    deficient: tuple[str, ...] = ()
    unfit: tuple[str, ...] = ()


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
    codes, wrong = tuple(paper.code for paper in absent), unfit(item, papers)
    if may_follow:
        return Findings(deficient=codes, unfit=wrong)
    return Findings(missing=codes, unfit=wrong)


def must_be_in_form(item: Item, unfit: tuple[str, ...]) -> None:
    """Raise `Refusal` where a main paper is no original: with that, nothing may follow (容缺)."""
    if names := main_among(item, unfit):
        raise Refusal(
            "main-not-in-form",
            f"主要材料须为原件方可容缺受理；现为复印件：{names}。请先一次性告知补正。",
            f"Papers may follow only with the originals of {names}; ask for a correction first.",
            field="papers",
        )


def main_among(item: Item, codes: tuple[str, ...]) -> str:
    """Return the names of the main papers among these, as one reads them; none is an empty text."""
    return "、".join(paper.name for paper in item.papers if paper.main and paper.code in codes)


def unfit(item: Item, papers: tuple[Paper, ...]) -> tuple[str, ...]:
    """Return the papers that came as a copy where the list wants the original.

    An electronic paper stands for the original (716号令 9 to 11); how many copies there are, no
    message tells: whoever takes them counts.
    """
    originals = {paper.code for paper in item.papers if paper.form is PaperForm.ORIGINAL}
    return tuple(p.code for p in papers if p.form == "copy" and p.code in originals)
