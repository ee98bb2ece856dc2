"""Saving a step of an application and telling it, as one act; its clocks follow."""

from dataclasses import replace
from typing import Any

from services.intake.application.case.noting import marked, note
from services.intake.application.case.titles import names_of
from services.intake.application.catalogue.items import find_item_of
from services.intake.application.counter.agency import agent_of
from services.intake.application.ports import Work
from services.intake.domain.bundle.bundle import BUNDLE
from services.intake.domain.case.case import Case
from services.intake.domain.case.clocks import timed
from services.intake.domain.counter.need import after_visit, visit_ends
from services.intake.domain.people.retention import retained
from services.intake.domain.receipts.receipts import written
from services.intake.domain.work.claims import left_behind
from shared.events.intake import CaseEvent

DEADLINE = "deadline"
"""The kind of timer that looks at an application's clocks; its subject is the application."""
VISIT = "visit"
"""The kind of timer that ends the visit for which a need was stated."""


def keep(case: Case, event: type[CaseEvent], work: Work, **said: Any) -> Case:
    """Save an application that reached a state, announce and count it; return what was saved."""
    item = find_item_of(case, work)
    years = item.retention_years if item and item.retention_years else work.retention_years
    moved = retained(left_behind(follow(case, work)), years, work.now)
    saved = keep_in_state(moved, event, work, **said)
    work.count("intake_applications_total", state=saved.state.value)
    return saved


def follow(case: Case, work: Work) -> Case:
    """Let the clocks of an application follow what it now is."""
    item, calendar = find_item_of(case, work), work.calendars.of(case.orgunit)
    return timed(case, item, work.now, calendar)


def keep_in_state(case: Case, event: type[CaseEvent], work: Work, **said: Any) -> Case:
    """Save the next version of an application whose state stays, and announce it.

    Its new receipts are written out in the same transaction, as things then stand.
    """
    now = marked(after_visit(case, work.now), event, work)
    item = find_item_of(case, work)
    for receipt in now.receipts[now.filed :]:
        work.receipts.save(written(now, receipt, item))
    saved = work.cases.save(replace(now, filed=len(now.receipts)))
    told = {**_about(saved), **said, **names_of(said, item, event)}
    work.announce(event.model_validate(told), about=saved, orgunit=saved.orgunit)
    note(case, saved, event, said, work)
    watch(saved, work)
    if saved.bundle is not None:
        # Looked at after the commit: two applications that move at once are both seen then.
        work.set_timer(BUNDLE, saved.bundle, work.now)
    if saved.need is not None:
        work.set_timer(VISIT, saved.id, visit_ends(saved))
    elif case.need is not None:
        work.cancel_timer(VISIT, saved.id)
    return saved


def watch(case: Case, work: Work) -> None:
    """Set the one timer of an application to when its clocks must be looked at next."""
    at = case.next_look(work.now, work.calendars.of(case.orgunit))
    if at is None:
        work.cancel_timer(DEADLINE, case.id)
    else:
        work.set_timer(DEADLINE, case.id, at)


def _about(case: Case) -> dict[str, Any]:
    return {
        "project_no": case.project_no,
        "item_code": case.item_code,
        "item_name": case.item_name,
        "applicant": case.applicant,
        "reference": case.origin.reference,
        "incident": case.origin.incident,
        "bundle": case.bundle,
        **agent_of(case.agent),
    }
