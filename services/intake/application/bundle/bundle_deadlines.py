"""The limit of a joint decision is extended; a new calendar moves the clocks of bundles."""

from dataclasses import dataclass

from services.intake.application.bundle.follow_bundle import look_at_bundle
from services.intake.application.bundle.keeping_bundles import children_of, keep_bundle
from services.intake.application.ports import Work
from services.intake.domain.bundle.bundle import Bundle
from services.intake.domain.bundle.bundle_clocks import extended
from services.intake.domain.case.duties import must_not_work_on
from services.intake.domain.counter.authorisations import must_not_judge
from shared.calendar import Extension
from shared.deadlines import ClockMove
from shared.events.intake_bundles import BundleDeadlineMoved, BundleExtended


@dataclass(frozen=True)
class ExtendBundle:
    """By so many working days; `authority` says who approved it, `by` is who records that."""

    bundle: str
    amount: int
    reason: str
    authority: str
    by: str


async def extend_bundle(command: ExtendBundle, work: Work) -> Bundle:
    """联合办理延期 (XKF 42), by nobody who acts for the applicant or works on a part of it.

    Raises:
        NotAllowed: the caller does.
        Invalid: by more than the law allows.
        Refusal: no joint limit runs; extended before, or asked for too late.
    """
    # As it stands now: what an application did just before is told first.
    bundle = await look_at_bundle(command.bundle, work)
    must_not_judge(bundle.agent, command.by)
    for case in await children_of(bundle, work):
        must_not_work_on(case, command.by)
    extension = Extension(command.amount, command.by, command.reason, work.now)
    longer = extended(bundle, extension, work.calendars.of(bundle.orgunit))
    keep_bundle(
        longer,
        BundleExtended,
        work,
        amount=command.amount,
        reason=command.reason,
        authority=command.authority,
        by=command.by,
        due_at=longer.stand.due_at,
    )
    return await look_at_bundle(bundle.id, work)


async def apply_bundle_calendar(
    keys: tuple[str, ...], work: Work
) -> list[tuple[Bundle, ClockMove]]:
    """Move the due times of these bundles to the calendar that is loaded now; idempotent."""
    applied = []
    for key in keys:
        bundle = await work.bundles.get(key)
        calendar = work.calendars.of(bundle.orgunit)
        for move in bundle.moves(calendar):
            bundle = keep_bundle(
                bundle.moved(move, work.now, calendar),
                BundleDeadlineMoved,
                work,
                **move.told,
            )
            applied.append((bundle, move))
        await look_at_bundle(key, work)
    return applied
