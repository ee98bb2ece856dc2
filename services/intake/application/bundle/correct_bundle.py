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
    """Give each application that waits for a correction what it lacks.

    Raises:
        Refusal: ``nothing-to-correct``, none of them waits for papers.
        Invalid: a paper that none of those asks for, or none that any of them lacks.
        NotAllowed: the authorisation does not cover this.
    """
    bundle = await work.bundles.get(command.bundle)
    cases = await children_of(bundle, work)
    waiting = [case for case in cases if case.state is State.CORRECTION]
    form = form_of(cases, work)
    taken = _wanted(command.papers, waiting, form, work)
    for case in waiting:
        # What lacks nothing of these stays in its correction: its limit runs on.
        own = {form.code_of(case.item_code, code): code for code in case.missing}
        papers = tuple(replace(p, code=own[p.code]) for p in taken if p.code in own)
        if papers:
            step = SubmitCorrection(case.id, papers, authorisation=command.authorisation)
            await submit_correction(step, work)
    keep_bundle(
        bundle.with_papers(taken),
        BundleCorrectionSubmitted,
        work,
        papers=[paper.code for paper in taken],
    )
    return await look_at_bundle(bundle.id, work)


def _wanted(
    papers: Sequence[Paper], waiting: Sequence[Case], form: OneForm, work: Work
) -> tuple[Paper, ...]:
    """Return the papers that something waits for; what is there already is not taken again."""
    if not waiting:
        raise Refusal(
            "nothing-to-correct",
            "没有等待补正的办件。",
            "No application of this matter waits for a correction.",
        )
    codes = [paper.code for paper in papers]
    listed = {code for case in waiting for code in form.codes_for(item_of(case, work), codes)}
    lacks = {form.code_of(case.item_code, code) for case in waiting for code in case.missing}
    wrong = next((code for code in codes if code not in listed), None)
    if wrong is None and lacks.isdisjoint(codes):
        wrong = codes[0]
    if wrong is not None:
        raise Invalid(
            "paper-not-listed",
            f"“{wrong}”不在待补之列；待补：{'、'.join(sorted(lacks))}。",
            f"'{wrong}' is not missing; missing: {', '.join(sorted(lacks))}.",
            field="papers",
        )
    return tuple(paper for paper in papers if paper.code in lacks)
