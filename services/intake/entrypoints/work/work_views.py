"""What the routes of work take and show."""

from datetime import datetime

from pydantic import Field

from services.intake.application.work.reassign import Reassigned
from services.intake.domain.case.case import Case
from services.intake.domain.work.queues import due_of, queue_of, to_check_by
from services.intake.entrypoints.models import Body, Reasons, example
from services.intake.entrypoints.views import CaseRow, listed
from shared.events.parts import StaffRef
from shared.web.views import View


class QueueView(View):
    """A queue of the caller's role and how many applications wait in it."""

    name: str
    zh: str
    en: str
    count: int


class WorkRow(CaseRow):
    """An application in a queue; `due` gives the order, `queue` is where it waits.

    What came by the green channel is due before that; what is late stands in order of `due_at`,
    and what has promised papers to be checked in order of `check_by`, the first of their dates.
    """

    queue: str | None
    due: datetime
    check_by: datetime | None
    claimed_by: str | None
    handed_to: str | None
    point: str | None


class ReassignmentBody(Body):
    """What one member of staff has in hand goes to another; without `to_staff`, to its queue.

    At most `limit` at once; `cursor` is `next` of the answer before, where there was more.
    """

    model_config = example(from_staff="stf_c0001", to_staff="stf_c0002", reason="休假。")

    from_staff: StaffRef
    to_staff: StaffRef | None = None
    reason: Reasons
    cursor: str | None = Field(default=None, max_length=512)
    limit: int = Field(default=200, ge=1, le=200)


class KeptView(View):
    """An application that was not moved, and why."""

    id: str
    project_no: str
    code: str
    zh: str
    en: str


class ReassignedView(View):
    """What was moved; `left` tells whether there is more: send the same again with `next`.

    Without it as the `cursor`, what was kept would be tried first again, and nothing else reached.
    """

    moved: tuple[WorkRow, ...]
    kept: tuple[KeptView, ...]
    left: bool = Field(description="more is in hand than one request moves")
    next: str | None = Field(default=None, description="`cursor` of the rest, where some is left")


class PersonQuery(Body):
    """By whom: an id number or a telephone. It is looked up under a key and never stored."""

    model_config = example(phone="13800000000")

    id_number: str | None = Field(default=None, max_length=30, repr=False)
    phone: str | None = Field(default=None, max_length=30, repr=False)


def work_row(case: Case) -> WorkRow:
    """Return the application as a queue shows it."""
    queue = queue_of(case)
    more = {
        "queue": queue.name if queue else None,
        "due": due_of(case),
        "check_by": to_check_by(case),
        "claimed_by": case.claimed_by,
        "handed_to": case.handed_to,
        "point": case.point,
    }
    return WorkRow.model_validate({**listed(case), **more})


def reassigned_view(done: Reassigned, following: str | None) -> ReassignedView:
    """Return what a reassignment did, and the cursor of what follows."""
    kept = (
        KeptView(id=case.id, project_no=case.project_no, code=why.code, zh=why.zh, en=why.en)
        for case, why in done.kept
    )
    moved = tuple(map(work_row, done.moved))
    left = following is not None
    return ReassignedView(moved=moved, kept=tuple(kept), left=left, next=following)
