"""An application (办件): what may be done with it, and what it then is."""

from dataclasses import dataclass, replace
from datetime import datetime

from services.intake.domain.item import NOBODY, Item, ItemKind
from services.intake.domain.papers import Findings, Paper, check, listed
from services.intake.domain.parts import Decision, Origin, Receipt, ReceiptKind
from services.intake.domain.states import TABLE, Command, State
from services.intake.domain.wish import Wish
from shared.values import Invalid, NotAllowed, Refusal


@dataclass(frozen=True)
class Case:
    """One application. Every step returns a new value or raises `Refusal`.

    `missing` holds what the one-time notice named, `deficient` what is still to follow under a
    promise, `promised` what was promised, `handed_to` the partner that decides.
    """

    id: str
    version: int
    project_no: str
    item_code: str
    item_name: str
    kind: ItemKind
    decided_by: str
    origin: Origin
    orgunit: str
    state: State
    received_at: datetime
    papers: tuple[Paper, ...]
    promised: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    deficient: tuple[str, ...] = ()
    applicant: str | None = None
    green_channel: bool = False
    wish: Wish | None = None
    handed_to: str | None = None
    receipts: tuple[Receipt, ...] = ()
    decision: Decision | None = None

    def findings(self, item: Item) -> Findings:
        """Hold the papers against the item's list."""
        return check(item, self.papers, self.promised)

    @property
    def was_notified(self) -> bool:
        """Whether the one-time notice (一次性告知) was given."""
        return any(receipt.kind is ReceiptKind.CORRECTION for receipt in self.receipts)

    def accept(self, item: Item, now: datetime) -> "Case":
        """受理: complete, or complete but for what may follow (容缺)."""
        state = TABLE.next(self.state, Command.ACCEPT)
        found = self.findings(item)
        if found.missing:
            names = "、".join(found.missing)
            raise Refusal(
                "papers-missing",
                f"材料不齐，不能受理；缺：{names}。请先一次性告知补正。",
                f"It cannot be accepted, papers are missing: {names}. Ask for a correction first.",
                field="papers",
            )
        accepted = replace(self, state=state, missing=(), deficient=found.deficient)
        return accepted.with_receipt(ReceiptKind.ACCEPTED, now)

    def request_correction(self, missing: tuple[str, ...], now: datetime) -> "Case":
        """一次性告知: name everything that is missing (XKF 32(四))."""
        state = TABLE.next(self.state, Command.REQUEST_CORRECTION)
        noticed = replace(self, state=state, missing=missing)
        return noticed.with_receipt(ReceiptKind.CORRECTION, now)

    def submit_correction(
        self, item: Item, papers: tuple[Paper, ...], promised: tuple[str, ...]
    ) -> "Case":
        """补正: more papers are in; they are to be checked again."""
        state = TABLE.next(self.state, Command.SUBMIT_CORRECTION)
        corrected = replace(self, state=state).with_papers(item, papers, promised)
        return replace(corrected, missing=corrected.findings(item).missing)

    def with_papers(
        self, item: Item, papers: tuple[Paper, ...], promised: tuple[str, ...] = ()
    ) -> "Case":
        """Return the application with papers and promises added."""
        return replace(
            self,
            papers=listed(item, (*self.papers, *papers)),
            promised=tuple(dict.fromkeys((*self.promised, *promised))),
        )

    def supplement(self, item: Item, papers: tuple[Paper, ...]) -> "Case":
        """容缺补齐: promised papers are in and were checked at the window."""
        state = TABLE.next(self.state, Command.SUPPLEMENT)
        codes = {paper.code for paper in papers}
        if not codes & set(self.deficient):
            due = "、".join(self.deficient) or "—"
            raise Refusal(
                "nothing-supplemented",
                f"这些材料都不在待补之列；待补：{due}。",
                f"None of these papers is to follow; to follow: {due}.",
                field="papers",
            )
        rest = tuple(code for code in self.deficient if code not in codes)
        return replace(self, state=state, deficient=rest).with_papers(item, papers)

    def refuse(self, command: Command, now: datetime) -> "Case":
        """不受理 or 不予受理: two outcomes that must not be mixed (XKF 32(一)(二))."""
        state = TABLE.next(self.state, command)
        return replace(self, state=state).with_receipt(ReceiptKind.REFUSED, now)

    def start_review(self, handed_to: str | None = None) -> "Case":
        """审查: by the office's own reviewers, or handed to the partner that decides."""
        state = TABLE.next(self.state, Command.START_REVIEW)
        if self.decided_by == NOBODY:
            raise Refusal(
                "nothing-to-decide",
                f"“{self.item_name}”为登记事项，受理即完成，无须审查。",
                f"{self.item_code} is a registration: accepted is all there is.",
            )
        return replace(self, state=state, handed_to=handed_to)

    def decide(self, decision: Decision) -> "Case":
        """决定: with reasons (XKF 38); never before promised papers were checked (domain 2.2)."""
        state = TABLE.next(self.state, Command.DECIDE)
        if self.handed_to is not None and decision.by != self.handed_to:
            raise NotAllowed(
                "handed-over",
                f"此件已转交“{self.handed_to}”，由其作出决定。",
                f"This application was handed to '{self.handed_to}', which decides it.",
            )
        if self.deficient:
            names = "、".join(self.deficient)
            raise Refusal(
                "papers-to-follow",
                f"容缺材料尚未补齐，不能作出决定；待补：{names}。",
                f"It cannot be decided before the promised papers are in: {names}.",
                field="papers",
            )
        if not decision.reasons.strip():
            raise Invalid("reasons-needed", "请写明理由。", "Give the reasons.", field="reasons")
        decided = replace(self, state=state, decision=decision)
        return decided.with_receipt(ReceiptKind.DECIDED, decision.at)

    def deliver(self) -> "Case":
        """送达: the result reached the applicant."""
        return replace(self, state=TABLE.next(self.state, Command.DELIVER))

    def withdraw(self) -> "Case":
        """撤回: on the applicant's wish, before the decision."""
        return replace(self, state=TABLE.next(self.state, Command.WITHDRAW))

    def with_receipt(self, kind: ReceiptKind, now: datetime) -> "Case":
        """Return the application with one more written receipt."""
        number = f"{self.project_no}-{len(self.receipts) + 1:02d}"
        return replace(self, receipts=(*self.receipts, Receipt(number, kind, now)))
