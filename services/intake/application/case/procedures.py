"""Special procedures are started and ended by staff, with what the applicant is told of them."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from services.intake.application.case.keeping import keep, keep_in_state
from services.intake.application.catalogue.items import find_item_of, item_of
from services.intake.application.ports import Work
from services.intake.domain.case.case import Case
from services.intake.domain.case.duties import approver_of, may_start
from services.intake.domain.case.parts import Hearing, Procedure, ProcedureKind
from services.intake.domain.case.procedures import ended, extended, started
from services.intake.domain.counter.authorisations import must_not_judge
from shared.calendar import Limit
from shared.events.intake_deadlines import SpecialProcedureEnded, SpecialProcedureStarted


@dataclass(frozen=True)
class StartProcedure:
    """`limit` is the time it takes, as told in writing; of an extension, by how much.

    `roles` are what whoever starts it holds; an extension is approved by who starts it.
    """

    case: str
    kind: ProcedureKind
    reason: str
    basis: str
    approver: str | None
    limit: Limit
    roles: AbstractSet[str]
    hearing: Hearing | None = None


@dataclass(frozen=True)
class EndProcedure:
    """The one that runs is over."""

    case: str
    result: str


async def start_procedure(command: StartProcedure, work: Work) -> Case:
    """特别程序开始, or 延长审批; the applicant's agent neither starts nor approves it."""
    case = await work.cases.get(command.case)
    may_start(command.kind, command.roles)
    must_not_judge(case.agent, work.cause.actor)
    approver = approver_of(case, command.kind, work.cause.actor, command.approver)
    procedure = Procedure(
        command.kind,
        command.reason,
        command.basis,
        approver,
        command.limit,
        work.now,
        hearing=command.hearing,
    )
    extends = command.kind is ProcedureKind.EXTENSION
    step, keeping = (extended, keep_in_state) if extends else (started, keep)
    item, calendar = item_of(case, work), work.calendars.of(case.orgunit)
    item.may_need(command.kind)
    begun = step(case, procedure, item, work.now, calendar)
    return keeping(
        begun,
        SpecialProcedureStarted,
        work,
        kind=procedure.kind,
        reason=procedure.reason,
        basis=procedure.basis,
        approver=procedure.approver,
        amount=procedure.limit.amount,
        unit=procedure.limit.unit,
        due_at=begun.due_at,
        held_at=command.hearing.held_at if command.hearing else None,
    )


async def end_procedure(command: EndProcedure, work: Work) -> Case:
    """特别程序结束, by who is not the applicant's agent."""
    case = await work.cases.get(command.case)
    must_not_judge(case.agent, work.cause.actor)
    item, calendar = find_item_of(case, work), work.calendars.of(case.orgunit)
    over = ended(case, command.result, item, work.now, calendar)
    kind = over.procedures[-1].kind
    return keep(
        over, SpecialProcedureEnded, work, kind=kind, result=command.result, due_at=over.due_at
    )
