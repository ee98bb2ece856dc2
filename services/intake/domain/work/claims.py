"""Claims: who has an application in hand.

A claim tells colleagues, it locks nothing: when the claimant is away and the applicant stands at
the window, a colleague may act. It ends by itself when the application goes to another queue.
"""

from collections.abc import Set as AbstractSet
from dataclasses import replace

from services.intake.domain.case.case import Case
from services.intake.domain.case.duties import must_be_apart
from services.intake.domain.work.queues import REVIEWER, Queue, queue_of
from shared.values import NotAllowed, Refusal


def claimed(case: Case, by: str, roles: AbstractSet[str]) -> Case:
    """认领: take it in hand; what is in one's own hands already stays as it is.

    Raises:
        Refusal: it waits for no staff, or a colleague has it.
        NotAllowed: its queue is another role's, or the claimant may not decide it.
    """
    queue = _queue(case)
    if roles.isdisjoint(queue.roles):
        raise NotAllowed(
            "not-your-queue",
            f"此件在“{queue.zh}”队列，不由您的岗位办理。",
            f"It waits in the queue '{queue.name}', which is not worked by your role.",
        )
    if case.claimed_by not in {None, by}:
        raise Refusal(
            "claimed-by-another",
            f"此件已由 {case.claimed_by} 认领；需要改派的，请联系管理人员。",
            f"{case.claimed_by} has claimed it; ask for a reassignment if it must move.",
        )
    return _given(case, by, queue)


def released(case: Case, by: str) -> Case:
    """放回: back to the queue, by the one who has it; raise `Refusal` for anybody else."""
    _must_hold(case, by)
    return replace(case, claimed_by=None, claimed_in=None)


def reassigned(case: Case, giver: str, receiver: str | None) -> Case:
    """改派: from one member of staff to another, or back to the queue."""
    _must_hold(case, giver)
    if receiver is None:
        return replace(case, claimed_by=None, claimed_in=None)
    return _given(case, receiver, _queue(case))


def left_behind(case: Case) -> Case:
    """Return the application without a claim that was made in another queue."""
    queue = queue_of(case)
    if case.claimed_by is None or (queue is not None and queue.name == case.claimed_in):
        return case
    return replace(case, claimed_by=None, claimed_in=None)


def _given(case: Case, by: str, queue: Queue) -> Case:
    if queue.roles == (REVIEWER,):
        must_be_apart(case, by)
    return replace(case, claimed_by=by, claimed_in=queue.name)


def _queue(case: Case) -> Queue:
    queue = queue_of(case)
    if queue is None:
        raise Refusal(
            "nothing-to-do",
            f"当前状态为“{case.state.value}”，没有等待工作人员办理的事。",
            f"In state '{case.state.value}' it waits for no member of staff.",
        )
    return queue


def _must_hold(case: Case, by: str) -> None:
    if case.claimed_by != by:
        now = case.claimed_by
        raise Refusal(
            "not-claimed",
            f"此件不在 {by} 手中（{f'现由 {now} 认领' if now else '尚无人认领'}）。",
            f"{by} does not have it ({f'{now} has' if now else 'nobody has claimed it'}).",
        )
