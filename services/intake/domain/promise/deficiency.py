"""容缺受理: what is promised, and what becomes of the promised papers."""

from dataclasses import replace
from datetime import datetime

from services.intake.domain.case.case import Case
from services.intake.domain.case.parts import Outcome, ReceiptKind
from services.intake.domain.case.states import TABLE, Command
from services.intake.domain.catalogue.item import Item, ItemKind
from services.intake.domain.promise.promise import (
    CLOCK,
    Commitment,
    PaperCommand,
    PaperState,
    Pledge,
    Promise,
    Term,
)
from shared.calendar import Calendar, DeadlineClock, Extension, Limit, Start
from shared.values import Invalid, Refusal


def must_fit(item: Item, commitment: Commitment) -> None:
    """Raise `Invalid` (field ``promise``) for unlisted papers or a limit beyond the promised one.

    The limit that was signed may not exceed the item's own (domain.md 2.2).
    """
    item.must_list(tuple(pledge.code for pledge in commitment.papers), "promise")
    if item.kind is ItemKind.INSTANT or item.promised is None:
        raise Invalid(
            "no-promise-here",
            f"“{item.name}”当场办结，不适用容缺受理。",
            f"{item.code} is done at once; no paper may follow.",
            field="promise",
        )
    most = item.promised.amount
    for pledge in commitment.papers:
        if pledge.amount is not None and not 1 <= pledge.amount <= most:
            raise Invalid(
                "promise-too-long",
                f"“{pledge.code}”的补交期限应在 1 至 {most} 之间，不得超过承诺办结时限。",
                f"The limit for '{pledge.code}' must be 1 to {most}, the item's promised limit.",
                field="promise",
            )


def committed(
    case: Case, item: Item, commitment: Commitment | None, promised: tuple[str, ...] = ()
) -> Case:
    """Return the application with the letter that was signed; the one signed last counts.

    Args:
        case: not accepted yet.
        item: what it applies for.
        commitment: the letter, if one is handed in now.
        promised: the papers of which somebody says that they follow.

    Raises:
        Invalid: (field ``promise``) as `must_fit`, or a paper is to follow that no letter names.
    """
    if commitment is not None:
        must_fit(item, commitment)
        case = replace(case, commitment=commitment)
    unsigned = [code for code in promised if code not in case.promised]
    if unsigned:
        names = "、".join(unsigned)
        raise Invalid(
            "promise-unsigned",
            f"“{names}”没有签署容缺承诺书，不能后补；请在 promise 中填写承诺书编号和这些材料。",
            f"No signed promise names {names}; give the letter and these papers in `promise`.",
            field="promise",
        )
    return case


def promised(case: Case, item: Item, now: datetime, calendar: Calendar) -> Case:
    """容缺承诺: each paper that follows gets its date and a clock of its own.

    Nothing is promised where nothing is to follow, and nobody is bound without a signed letter.
    """
    commitment = case.commitment
    if not case.deficient or commitment is None:
        return case
    titles = {paper.code: paper.name for paper in item.papers}
    signed = {pledge.code: pledge for pledge in commitment.papers}
    pledges = [signed[code] for code in case.deficient]
    clocks = [_clock(item, pledge, now, calendar) for pledge in pledges]
    terms = tuple(
        Term(pledge.code, titles[pledge.code], pledge.form, clock.limit, clock.due_at or now)
        for pledge, clock in zip(pledges, clocks, strict=True)
    )
    promise = Promise(terms, item.lapse_policy, commitment.signature, now)
    bound = replace(case, promise=promise).with_receipt(ReceiptKind.PROMISE, now)
    return bound.with_clocks((*case.clocks, *clocks), now, calendar)


def _clock(item: Item, pledge: Pledge, now: datetime, calendar: Calendar) -> DeadlineClock:
    whole = item.promised
    if whole is None:
        raise RuntimeError(f"{item.code} has no promised limit")
    limit = whole if pledge.amount is None else Limit(pledge.amount, whole.unit)
    return DeadlineClock.begun(
        f"{CLOCK}{pledge.code}",
        limit,
        now,
        calendar,
        start=Start.NEXT_WORKDAY,
        yellow=item.yellow,
        red=item.red,
        extendable=1,
    )


def checked(case: Case, code: str, *, good: bool, note: str) -> Case:
    """核对: a promised paper that is in was found good or bad.

    Raises:
        Invalid: the paper was not promised.
        Refusal: it is not in.
    """
    state = TABLE.next(case.state, Command.CHECK_PAPER)
    promise = _promise_of(case)
    command = PaperCommand.CHECK_GOOD if good else PaperCommand.CHECK_BAD
    after = promise.with_term(promise.term(code).after(command, note))
    deficient = tuple(owed for owed in case.deficient if after.owes(owed))
    return replace(case, state=state, promise=after, deficient=deficient)


def extended(case: Case, code: str, extension: Extension, calendar: Calendar) -> Case:
    """不可抗力: the limit of one paper is longer, once, by no more than it was.

    Raises:
        Invalid: the paper was not promised, or by too much.
        Refusal: extended before, or after its end.
    """
    state = TABLE.next(case.state, Command.EXTEND_PROMISE)
    term = _promise_of(case).term(code)
    if not 1 <= extension.amount <= term.limit.amount:
        raise Invalid(
            "extension-too-long",
            f"最多可延长 {term.limit.amount}，不得超过原承诺期限。",
            f"It may be extended by {term.limit.amount} at the most, the limit that was signed.",
            field="amount",
        )
    clocks = [
        clock.extended(extension, calendar) if clock.name == term.clock else clock
        for clock in case.clocks
    ]
    return replace(case, state=state).with_clocks(clocks, extension.asked_at, calendar)


def of_partner(case: Case, outcome: Outcome) -> Outcome:
    """Return what a partner's answer comes to.

    A partner does not see what was promised: it approves, and while promised papers are out that is
    容缺通过, whose result is withheld until they are found good (domain.md 2.2).
    """
    approves = outcome is Outcome.APPROVED
    return Outcome.APPROVED_DEFICIENT if approves and case.deficient else outcome


def has_lapsed(case: Case, code: str, now: datetime) -> bool:
    """Tell whether a promised paper is overdue and neither in nor found good."""
    if case.promise is None or not case.promise.owes(code):
        return False
    term = case.promise.term(code)
    waits = term.state in {PaperState.PROMISED, PaperState.CHECKED_BAD}
    due = (clock.due_at for clock in case.open_clocks if clock.name == term.clock)
    return waits and any(at is not None and at < now for at in due)


def lapsed(case: Case, code: str) -> Case:
    """失信: the promise is broken as to this paper; what follows is `endings.consequence`."""
    promise = _promise_of(case)
    term = promise.term(code)
    return replace(case, promise=promise.with_term(term.after(PaperCommand.LAPSE, term.note)))


def _promise_of(case: Case) -> Promise:
    if case.promise is None:
        raise Refusal(
            "nothing-promised",
            "此件没有容缺承诺。",
            "Nothing was promised for this application.",
        )
    if case.promise.broken:
        raise Refusal(
            "promise-broken",
            "容缺承诺未履行，已按承诺书处理，不能再补。",
            "The promise was broken and has had its consequence; nothing follows any more.",
        )
    return case.promise
