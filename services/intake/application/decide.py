"""Review and decision, by the office's own reviewers or by the partner that was asked."""

from dataclasses import dataclass

from services.intake.application.hand_over import note_answer
from services.intake.application.keeping import keep, keep_in_state
from services.intake.application.ports import Work
from services.intake.application.references import by_number
from services.intake.domain.case import Case
from services.intake.domain.duties import must_be_apart
from services.intake.domain.item import ItemKind
from services.intake.domain.papers import Paper
from services.intake.domain.parts import Decision, Outcome
from services.intake.domain.states import State
from shared.events.intake import ApplicationDecided, PapersSupplemented, ReviewStarted
from shared.values import NotAllowed


@dataclass(frozen=True)
class SupplementPapers:
    """Promised papers are in."""

    case: str
    papers: tuple[Paper, ...]


@dataclass(frozen=True)
class DecideApplication:
    """A member of staff decides; `reviewer` tells whether it is one (审核人员)."""

    case: str
    outcome: Outcome
    reasons: str
    by: str
    reviewer: bool


@dataclass(frozen=True)
class DecideByPartner:
    """The partner that an application was handed to decides it, by a number both know."""

    partner: str
    reference: str
    outcome: Outcome
    reasons: str
    certificate_no: str | None = None


async def supplement_papers(command: SupplementPapers, work: Work) -> Case:
    """容缺补齐."""
    case = await work.cases.get(command.case)
    item = work.items.get(case.item_code)
    codes = tuple(paper.code for paper in command.papers)
    item.must_list(codes, "papers")
    supplemented = case.supplement(item, command.papers)
    return keep_in_state(
        supplemented, PapersSupplemented, work, papers=codes, deficient=supplemented.deficient
    )


async def start_review(key: str, work: Work) -> Case:
    """审查 by a reviewer of the office."""
    case = await work.cases.get(key)
    return keep(case.start_review(), ReviewStarted, work)


async def decide_application(command: DecideApplication, work: Work) -> Case:
    """决定. An instant item (即办件) is reviewed and decided in one visit, so in one step.

    Raises:
        NotAllowed: a clerk at the window decides instant items only, and nobody decides what he
            or she accepted.
    """
    case = await work.cases.get(command.case)
    instant = case.kind is ItemKind.INSTANT
    if not instant and not command.reviewer:
        raise NotAllowed(
            "reviewer-needed",
            "承诺件由审核人员作出决定，请转审核。",
            "An item with a promised limit is decided by a reviewer; pass it on.",
        )
    must_be_apart(case, command.by)
    if instant and case.state is State.ACCEPTED:
        case = keep(case.start_review(), ReviewStarted, work)
    decision = Decision(command.outcome, command.reasons, command.by, work.now)
    return _decided(case, decision, work)


async def decide_by_partner(command: DecideByPartner, work: Work) -> Case:
    """决定 by the partner it was handed to.

    Raises:
        NotFound: nothing with this number was handed to this partner.
        Refusal: it was decided or withdrawn before.
    """
    case = await by_number(command.reference, (command.partner,), work)
    decision = Decision(
        command.outcome, command.reasons, command.partner, work.now, command.certificate_no
    )
    decided = _decided(case, decision, work)
    await note_answer(decided, command.outcome, work)
    return decided


def _decided(case: Case, decision: Decision, work: Work) -> Case:
    return keep(
        case.decide(decision),
        ApplicationDecided,
        work,
        outcome=decision.outcome,
        reasons=decision.reasons,
        decided_by=decision.by,
    )
