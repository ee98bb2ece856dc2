"""Review and decision, by the office's own reviewers or by the partner that was asked."""

from dataclasses import dataclass

from services.intake.application.case.keeping import follow, keep, keep_in_state
from services.intake.application.case.references import handed_to
from services.intake.application.catalogue.items import item_of
from services.intake.application.counter.agency import permit, permit_on_the_spot
from services.intake.application.exchange.hand_over import note_answer
from services.intake.application.ports import Work
from services.intake.domain.case.case import Case
from services.intake.domain.case.duties import must_be_apart
from services.intake.domain.case.endings import released
from services.intake.domain.case.grounds import RejectionGround
from services.intake.domain.case.papers import Paper
from services.intake.domain.case.parts import Decision, Outcome
from services.intake.domain.case.states import State
from services.intake.domain.catalogue.item import ItemKind
from services.intake.domain.counter.authorisations import Act, must_not_judge
from services.intake.domain.promise.deficiency import of_partner
from shared.events.intake import (
    ApplicationDecided,
    PapersSupplemented,
    ResultDelivered,
    ReviewStarted,
)
from shared.events.intake_lifecycle import PromiseChecked, ResultWithheld
from shared.values import Invalid, NotAllowed

_GOOD_AT_ONCE = "再次提交时当场核对合格。"


@dataclass(frozen=True)
class SupplementPapers:
    """Promised papers are in; `checked`: a clerk looked at them and found them good.

    `authorisation`: under which an agent brings them.
    """

    case: str
    papers: tuple[Paper, ...]
    checked: bool = True
    authorisation: str | None = None


@dataclass(frozen=True)
class DecideApplication:
    """A member of staff decides; `reviewer` tells whether it is one (审核人员).

    `ground` is why it is rejected; `hand_over`: the applicant has the result at once, as with an
    instant item at the window.
    """

    case: str
    outcome: Outcome
    reasons: str
    by: str
    reviewer: bool
    hand_over: bool = False
    ground: RejectionGround | None = None


@dataclass(frozen=True)
class DecideByPartner:
    """The partner that an application was handed to decides it, by a number both know.

    `ground` is why it rejects, where it says so in our words.
    """

    partner: str
    reference: str
    outcome: Outcome
    reasons: str
    certificate_no: str | None = None
    ground: RejectionGround | None = None


async def supplement_papers(command: SupplementPapers, work: Work) -> Case:
    """容缺补齐. The applicant's agent hands in; whether it is good, others say."""
    case = await work.cases.get(command.case)
    if command.checked:
        must_not_judge(case.agent, work.cause.actor)
    item = item_of(case, work)
    codes = tuple(paper.code for paper in command.papers)
    item.must_list(codes, "papers")
    await permit(case, Act.SUPPLEMENT, work, command.authorisation)
    supplemented = follow(case.supplement(item, command.papers, checked=command.checked), work)
    kept = keep_in_state(
        supplemented,
        PapersSupplemented,
        work,
        papers=codes,
        deficient=supplemented.deficient,
        checked=command.checked,
    )
    return release_if_complete(_found_good(case, kept, work), work)


def _found_good(before: Case, case: Case, work: Work) -> Case:
    """Tell of each paper that had waited for its check, and was good when it came once more."""
    for paper in before.to_check:
        if paper not in case.to_check:
            case = keep_in_state(
                case,
                PromiseChecked,
                work,
                paper=paper,
                good=True,
                reasons=_GOOD_AT_ONCE,
                deficient=case.deficient,
            )
    return case


def release_if_complete(case: Case, work: Work) -> Case:
    """What was approved with deficiency is approved once the last promised paper is good."""
    approved = case.decision and case.decision.outcome
    if approved is not Outcome.APPROVED_DEFICIENT or case.deficient:
        return case
    return _announced(released(case, work.now), work)


async def start_review(key: str, work: Work, *, onsite: bool = False) -> Case:
    """审查 by a reviewer of the office who neither acted in it nor accepted it."""
    case = await work.cases.get(key)
    must_be_apart(case, work.cause.actor)
    item = item_of(case, work)
    return keep(case.start_review(item=item, onsite=onsite), ReviewStarted, work)


async def decide_application(command: DecideApplication, work: Work) -> Case:
    """决定. An instant item (即办件) is reviewed, decided and handed over in one visit.

    Raises:
        NotAllowed: a clerk at the window decides instant items only, and nobody decides what he
            or she accepted.
        Invalid: only an instant item is handed over at once.
    """
    case = await work.cases.get(command.case)
    instant = case.kind is ItemKind.INSTANT
    if not instant and not command.reviewer:
        raise NotAllowed(
            "reviewer-needed",
            "承诺件由审核人员作出决定，请转审核。",
            "An item with a promised limit is decided by a reviewer; pass it on.",
        )
    if command.hand_over:
        await _may_be_handed_over(case, work)
    if instant and case.state is State.ACCEPTED:
        started = case.start_review(item=item_of(case, work))
        case = keep(started, ReviewStarted, work)
    decision = Decision(
        command.outcome, command.reasons, command.by, work.now, ground=command.ground
    )
    decided = _decided(case, decision, work, handed_over=command.hand_over)
    return keep(decided.deliver(work.now), ResultDelivered, work) if command.hand_over else decided


async def _may_be_handed_over(case: Case, work: Work) -> None:
    if case.kind is not ItemKind.INSTANT:
        raise Invalid(
            "not-at-once",
            "只有即办件可以当场送达；承诺件请在送达时登记。",
            "Only an instant item is handed over at once; record the delivery when it happens.",
            field="hand_over",
        )
    # It is one visit: whoever handed it in takes the result away.
    await permit_on_the_spot(case, Act.COLLECT, work)


async def decide_by_partner(command: DecideByPartner, work: Work) -> Case:
    """决定 by the partner it was handed to; no result while promised papers are out (容缺通过).

    Raises:
        NotFound: nothing with this number was handed to this partner.
        Refusal: it was decided or withdrawn before.
    """
    case = await handed_to(command.partner, command.reference, work)
    decision = Decision(
        of_partner(case, command.outcome),
        command.reasons,
        command.partner,
        work.now,
        command.certificate_no,
        ground=command.ground,
    )
    decided = _decided(case, decision, work)
    await note_answer(decided, command.outcome, work)
    return decided


def _decided(case: Case, decision: Decision, work: Work, *, handed_over: bool = False) -> Case:
    decided = case.decide(decision)
    if decision.outcome is not Outcome.APPROVED_DEFICIENT:
        return _announced(decided, work, handed_over=handed_over)
    return keep(
        decided,
        ResultWithheld,
        work,
        deficient=decided.deficient,
        reasons=decision.reasons,
        decided_by=decision.by,
    )


def _announced(case: Case, work: Work, *, handed_over: bool = False) -> Case:
    decision = case.decision
    if decision is None:
        raise RuntimeError(f"{case.id} is not decided")
    return keep(
        case,
        ApplicationDecided,
        work,
        outcome=decision.outcome,
        reasons=decision.reasons,
        decided_by=decision.by,
        ground=decision.ground,
        handed_over=handed_over,
    )
