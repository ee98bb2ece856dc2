"""A bundle stands as its applications do: it is looked at when one of them moved, and by time."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from services.intake.application.bundle.keeping_bundles import (
    children_of,
    form_of,
    keep_bundle,
    titled,
    told,
    watch_bundle,
    with_receipt,
)
from services.intake.application.case.check import give_notice
from services.intake.application.ports import Work
from services.intake.domain.bundle.bundle import (
    Bundle,
    BundleReceiptKind,
    BundleState,
)
from services.intake.domain.bundle.bundle_clocks import followed, notice_is_due
from services.intake.domain.case.case import Case
from services.intake.domain.case.states import State
from shared.calendar import Alert, DeadlineClock
from shared.events.intake_bundles import (
    BundleAccepted,
    BundleCorrectionRequested,
    BundleDone,
    BundleNearDue,
    BundleOverdue,
    BundleProgressed,
)


async def look_at_bundle(key: str, work: Work) -> Bundle:
    """Let a bundle follow its applications; give the one notice when it is due; warn of its clocks.

    Where nothing changed, only the next look is set.
    """
    bundle = await work.bundles.get(key)
    cases = await children_of(bundle, work)
    if notice_is_due(bundle, cases, work.now, work.calendars):
        bundle, cases = _noticed(bundle, cases, work)
    bundle = _followed(bundle, cases, work)
    for clock, alert in bundle.unwarned(work.now, work.calendars.of(bundle.orgunit)):
        bundle = _warned(bundle, clock, alert, work)
    watch_bundle(bundle, cases, work)
    return bundle


def _noticed(bundle: Bundle, cases: Sequence[Case], work: Work) -> tuple[Bundle, tuple[Case, ...]]:
    """一次告知: tell what all offices found missing, as one notice."""
    now = tuple(
        give_notice(case, case.prepared, work, merged=True) if case.prepared else case
        for case in cases
    )
    form, lacking = form_of(now, work), [c for c in now if c.state is State.CORRECTION]
    lacks = {c.id: [form.code_of(c.item_code, code) for code in c.missing] for c in lacking}
    missing = tuple(dict.fromkeys(code for codes in lacks.values() for code in codes))
    noticed = replace(bundle, noticed_at=work.now)
    kept = keep_bundle(
        with_receipt(noticed, BundleReceiptKind.CORRECTION, now, work),
        BundleCorrectionRequested,
        work,
        missing=missing,
        missing_names=titled(missing, form),
        children=[
            {**told(c), "missing": lacks[c.id], "missing_names": titled(lacks[c.id], form)}
            for c in lacking
        ],
    )
    return kept, now


def _followed(bundle: Bundle, cases: Sequence[Case], work: Work) -> Bundle:
    before = bundle.stand
    now = followed(bundle, cases, work.now, work.calendars.of(bundle.orgunit))
    if now == bundle:
        return bundle
    stand = now.stand
    said: dict[str, Any] = {
        "due_at": stand.due_at,
        "ended": stand.ended,
        "of": len(cases),
        "blocked": stand.blocked,
    }
    done = stand.state is BundleState.DONE and before.state is not BundleState.DONE
    accepted = stand.accepted_at is not None and before.accepted_at is None
    if accepted:
        at = {"accepted_at": stand.accepted_at, "state": BundleState.ACCEPTED}
        now = keep_bundle(now, BundleAccepted, work, **said, **at)
    if done:
        ended = [{**told(c), "state": c.state, "outcome": _outcome(c)} for c in cases]
        now = keep_bundle(now, BundleDone, work, **said, state=stand.state, children=ended)
    if accepted or done:
        return now
    return keep_bundle(now, BundleProgressed, work, **said, state=stand.state)


def _warned(bundle: Bundle, clock: DeadlineClock, alert: Alert, work: Work) -> Bundle:
    return keep_bundle(
        bundle.warning(clock.name, alert),
        BundleOverdue if alert is Alert.OVERDUE else BundleNearDue,
        work,
        clock=clock.name,
        due_at=clock.due_at,
        alert=alert,
        provisional=clock.provisional,
    )


def _outcome(case: Case) -> str | None:
    return case.decision.outcome if case.decision else None
