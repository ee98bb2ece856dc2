"""The ends of a bundle: it is given up as a whole, or its results are handed over together."""

from dataclasses import dataclass

from services.intake.application.bundle.follow_bundle import look_at_bundle
from services.intake.application.bundle.keeping_bundles import children_of
from services.intake.application.case.end import (
    WithdrawApplication,
    deliver_result,
    withdraw_application,
)
from services.intake.application.case.recall import RecallStep, request_recall
from services.intake.application.ports import Work
from services.intake.domain.bundle.bundle import Bundle, is_done
from services.intake.domain.case.states import TABLE, Command, State
from shared.values import Refusal


@dataclass(frozen=True)
class WithdrawBundle:
    """The applicant gives the whole matter up, or an agent under an `authorisation`."""

    bundle: str
    reasons: str
    authorisation: str | None = None


async def withdraw_bundle(command: WithdrawBundle, work: Work) -> Bundle:
    """撤回: each application that nobody reviews is withdrawn; the others are asked back.

    Raises:
        Refusal: ``nothing-to-withdraw``, all of them have ended or are asked back already.
        NotAllowed: the authorisation does not cover this.
    """
    bundle = await work.bundles.get(command.bundle)
    told, letter = command.reasons, command.authorisation
    moved = False
    for case in await children_of(bundle, work):
        if is_done(case):
            continue
        if (case.state, Command.WITHDRAW) in TABLE.rows:
            await withdraw_application(WithdrawApplication(case.id, told, letter), work)
        elif (case.state, Command.REQUEST_RECALL) in TABLE.rows:
            await request_recall(RecallStep(case.id, told, letter), work)
        else:
            continue
        moved = True
    if not moved:
        raise Refusal(
            "nothing-to-withdraw",
            "各办件均已办结，或已申请撤件，无可撤回。",
            "All applications have ended or are asked back already; nothing can be withdrawn.",
        )
    return await look_at_bundle(bundle.id, work)


async def deliver_bundle(key: str, work: Work, *, authorisation: str | None = None) -> Bundle:
    """统一发证: all results that are decided are handed over in one visit.

    Raises:
        Refusal: ``not-done`` while an application is open; ``nothing-to-deliver``; or a result that
            is withheld for promised papers.
        NotAllowed: the authorisation does not cover this.
    """
    bundle = await work.bundles.get(key)
    cases = await children_of(bundle, work)
    still = [case for case in cases if not is_done(case)]
    if still:
        names = "、".join(f"“{case.item_name}”" for case in still)
        raise Refusal(
            "not-done",
            f"尚有未办结的事项：{names}；已办结的可在其办件中单独送达。",
            f"Not all have ended: {', '.join(case.item_code for case in still)}; what has ended"
            " can be delivered by itself.",
        )
    decided = [case for case in cases if case.state is State.DECIDED]
    if not decided:
        raise Refusal(
            "nothing-to-deliver", "没有待送达的结果。", "No result waits to be delivered."
        )
    for case in decided:
        await deliver_result(case.id, work, authorisation=authorisation)
    return await look_at_bundle(bundle.id, work)
