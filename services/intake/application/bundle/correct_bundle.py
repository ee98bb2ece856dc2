"""补正: what the one notice named comes in once, and goes to each application that lacks it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from services.intake.application.bundle.follow_bundle import look_at_bundle
from services.intake.application.bundle.keeping_bundles import children_of, form_of, keep_bundle
from services.intake.application.case.check import SubmitCorrection, submit_correction
from services.intake.application.catalogue.items import item_of
from services.intake.application.ports import Work
from services.intake.domain.bundle.bundle import Bundle
from services.intake.domain.bundle.one_form import OneForm
from services.intake.domain.case.case import Case
from services.intake.domain.case.papers import Paper
from services.intake.domain.case.states import State
from shared.events.intake_bundles import BundleCorrectionSubmitted
from shared.values import Invalid, Refusal


@dataclass(frozen=True)
class CorrectBundle:
    """The applicant hands in what was missing, or an agent under an `authorisation`."""

    bundle: str
    papers: tuple[Paper, ...]
    authorisation: str | None = None


async def correct_bundle(command: CorrectBundle, work: Work) -> Bundle:
    """Give each application that waits for a correction the papers of its list.

    Raises:
        Refusal: ``nothing-to-correct``, none of them waits for papers.
        Invalid: a paper that none of those asks for.
        NotAllowed: the authorisation does not cover this.
    """
    bundle = await work.bundles.get(command.bundle)
    cases = await children_of(bundle, work)
    waiting = [case for case in cases if case.state is State.CORRECTION]
    form = form_of(cases, work)
    _must_be_wanted(command.papers, waiting, form, work)
    for case in waiting:
        own = form.codes_for(item_of(case, work), [paper.code for paper in command.papers])
        papers = tuple(replace(p, code=own[p.code]) for p in command.papers if p.code in own)
        if papers:
            step = SubmitCorrection(case.id, papers, authorisation=command.authorisation)
            await submit_correction(step, work)
    keep_bundle(
        bundle.with_papers(command.papers),
        BundleCorrectionSubmitted,
        work,
        papers=[paper.code for paper in command.papers],
    )
    return await look_at_bundle(bundle.id, work)


def _must_be_wanted(
    papers: Sequence[Paper], waiting: Sequence[Case], form: OneForm, work: Work
) -> None:
    if not waiting:
        raise Refusal(
            "nothing-to-correct",
            "没有等待补正的办件。",
            "No application of this matter waits for a correction.",
        )
    codes = [paper.code for paper in papers]
    wanted = {code for case in waiting for code in form.codes_for(item_of(case, work), codes)}
    for code in codes:
        if code not in wanted:
            lacks = {form.code_of(c.item_code, paper) for c in waiting for paper in c.missing}
            told = "、".join(sorted(lacks))
            raise Invalid(
                "paper-not-listed",
                f"待补正的事项不需要“{code}”；待补：{told}。",
                f"What waits for a correction does not ask for '{code}'; missing: {told}.",
                field="papers",
            )
