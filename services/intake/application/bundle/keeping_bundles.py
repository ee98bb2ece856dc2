"""Saving a step of a bundle and telling it, as one act; its receipts and its next look follow."""

from collections.abc import Sequence
from typing import Any

from services.intake.application.counter.agency import agent_of
from services.intake.application.ports import Work
from services.intake.domain.bundle.bundle import BUNDLE, Bundle, BundleReceiptKind
from services.intake.domain.bundle.bundle_clocks import next_notice
from services.intake.domain.bundle.bundle_receipts import written_for_all
from services.intake.domain.bundle.one_form import OneForm
from services.intake.domain.case.case import Case
from shared.events.base import TITLE_LONGEST
from shared.events.intake_bundles import BundleEvent


async def children_of(bundle: Bundle, work: Work) -> tuple[Case, ...]:
    """Return its applications in their order; the store is asked once for all."""
    found = await work.cases.several(bundle.cases)
    return tuple(found[key] for key in bundle.cases)


def keep_bundle(bundle: Bundle, event: type[BundleEvent], work: Work, **said: Any) -> Bundle:
    """Save the next version of a bundle and announce it."""
    saved = work.bundles.save(bundle)
    about = {
        "bundle_no": saved.bundle_no,
        "matter": saved.matter,
        "matter_name": saved.matter_name,
        "applicant": saved.applicant,
        **agent_of(saved.agent),
    }
    work.announce(event.model_validate({**about, **said}), about=saved, orgunit=saved.orgunit)
    return saved


def with_receipt(
    bundle: Bundle, kind: BundleReceiptKind, cases: Sequence[Case], work: Work
) -> Bundle:
    """Return a bundle with one more receipt, which is written out in the same transaction."""
    given = bundle.with_receipt(kind, work.now)
    form = form_of(cases, work)
    work.receipts.save(written_for_all(given, given.receipts[-1], cases, form))
    return given


def watch_bundle(bundle: Bundle, cases: Sequence[Case], work: Work) -> None:
    """Set the one timer of a bundle to when it must be looked at next.

    It takes the place of the look that each application asks for when it moves: call it at the end
    of a look at all of them.
    """
    looks = (
        bundle.next_look(work.now, work.calendars.of(bundle.orgunit)),
        next_notice(bundle, cases, work.now, work.calendars),
    )
    at = min((look for look in looks if look is not None), default=None)
    if at is None:
        work.cancel_timer(BUNDLE, bundle.id)
    else:
        work.set_timer(BUNDLE, bundle.id, at)


def form_of(cases: Sequence[Case], work: Work) -> OneForm:
    """Return the one form of these applications, of the versions that they began with."""
    found = (work.items.find(case.item_code, case.item_version) for case in cases)
    return OneForm(tuple(item for item in found if item is not None))


def titled(codes: Sequence[str], form: OneForm) -> list[str]:
    """Return what papers of the one form are called, as long as an event takes it."""
    return [form.titles.get(code, code)[:TITLE_LONGEST] for code in codes]


def told(case: Case) -> dict[str, str]:
    """Return what an event about a bundle says of one of its applications."""
    return {
        "case": case.id,
        "project_no": case.project_no,
        "item_code": case.item_code,
        "item_name": case.item_name,
    }
