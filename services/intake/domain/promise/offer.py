"""May a promise (容缺) be offered for an application, and if not, why not."""

from collections.abc import Iterator
from dataclasses import dataclass

from services.intake.domain.case.file import CaseFile
from services.intake.domain.case.papers import main_among, unfit
from services.intake.domain.case.states import State
from services.intake.domain.catalogue.item import Item, ItemKind, ItemPaper
from services.intake.domain.catalogue.policies import LapsePolicy
from shared.calendar import Limit


@dataclass(frozen=True)
class Obstacle:
    """Why it may not be offered, in both languages."""

    code: str
    zh: str
    en: str


@dataclass(frozen=True)
class Offer:
    """Which papers may follow, within which limit; it may be offered where nothing is against it.

    Offered, never forced: the applicant may bring everything first.
    """

    papers: tuple[ItemPaper, ...]
    longest: Limit | None
    consequence: LapsePolicy
    obstacles: tuple[Obstacle, ...]


TOO_EARLY = Obstacle(
    "not-pre-accepted",
    "此件尚未预受理，预受理通过后方可办理容缺。",
    "It is not pre-accepted yet; a promise may be offered after that.",
)
TOO_LATE = Obstacle("too-late", "此件已不在受理前，不能再作容缺承诺。", "It is past acceptance.")
DONE_AT_ONCE = Obstacle(
    "done-at-once", "即办件不适用容缺受理。", "What is done at once lets no paper follow."
)
NOTHING_MISSING = Obstacle("nothing-missing", "材料齐全，无须容缺。", "All papers are in.")
PROMISE_BROKEN = Obstacle(
    "promise-broken",
    "此前有未履行的容缺承诺，修复后方可再次容缺。",
    "An earlier promise was broken; it must be made good first.",
)


def offer(case: CaseFile, item: Item, *, barred: bool = False) -> Offer:
    """Tell whether a promise may be offered: every main paper in and in form, others listed.

    Args:
        case: not accepted yet.
        item: what it applies for.
        barred: an earlier promise was broken and not made good, where the office asks for that.
    """
    handed_in = {paper.code for paper in case.papers}
    absent = tuple(paper for paper in item.papers if paper.code not in handed_in)
    may_follow = tuple(paper for paper in absent if paper.deficiency_allowed)
    against = (
        *_of_the_case(case, item, barred=barred),
        *_of_its_papers(absent),
        *_of_their_form(case, item),
    )
    return Offer(may_follow, item.promised, item.lapse_policy, against)


def _of_the_case(case: CaseFile, item: Item, *, barred: bool) -> Iterator[Obstacle]:
    if case.state is State.SUBMITTED:
        yield TOO_EARLY
    elif case.state not in {State.RECEIVED, State.CORRECTION}:
        yield TOO_LATE
    if item.kind is ItemKind.INSTANT or item.promised is None:
        yield DONE_AT_ONCE
    if barred:
        yield PROMISE_BROKEN


def _of_their_form(case: CaseFile, item: Item) -> Iterator[Obstacle]:
    if main := main_among(item, unfit(item, case.papers)):
        zh, en = f"主要材料须为原件：{main}。", f"Main papers must be originals: {main}."
        yield Obstacle("main-not-in-form", zh, en)


def _of_its_papers(absent: tuple[ItemPaper, ...]) -> Iterator[Obstacle]:
    if not absent:
        yield NOTHING_MISSING
    if main := "、".join(paper.name for paper in absent if paper.main):
        zh, en = f"主要材料未齐：{main}。", f"Main papers are missing: {main}."
        yield Obstacle("main-missing", zh, en)
    secondary = (paper for paper in absent if not paper.main and not paper.deficiency_allowed)
    if unlisted := "、".join(paper.name for paper in secondary):
        en = f"Not listed as papers that may follow: {unlisted}."
        yield Obstacle("not-listed", f"未列入可容缺清单：{unlisted}。", en)
