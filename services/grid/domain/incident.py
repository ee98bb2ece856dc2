"""An incident (网格事件): one matter on the block, however many reported it."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self

from services.grid.domain.cell import Cell
from services.grid.domain.record import Channel, IncidentRecord
from services.grid.domain.states import TABLE, Command
from shared.calendar import Alert
from shared.values import NotAllowed, Point, Refusal


@dataclass(frozen=True)
class Incident(IncidentRecord):
    """One matter and its steps; every step returns a new value or raises `Refusal`."""

    def located(self, point: Point, cell: Cell) -> Self:
        """Put it on the map."""
        where = {"cell": cell.code, "orgunit": cell.community, "unlocated": None}
        return self._moved(Command.LOCATE, point=point, **where)

    def registered(self, cell: Cell | None = None) -> Self:
        """File it (立案); a cell says where it belongs when no point does."""
        if cell is None:
            return self._moved(Command.REGISTER, unlocated=None)
        where = {"cell": cell.code, "orgunit": cell.community, "unlocated": None}
        return self._moved(Command.REGISTER, **where)

    def not_filed(self, reasons: str, now: datetime) -> Self:
        """Refuse to file it (不予立案); the reasons are its public answer."""
        return self._moved(Command.NOT_FILE, public_answer=reasons, ended_at=now)

    def dispatched(self, worker: str, sign_by: datetime, return_by: datetime) -> Self:
        """Hand it to a worker, who signs by then, or gives it back by then."""
        return self._moved(Command.DISPATCH, worker=worker, sign_by=sign_by, return_by=return_by)

    def signed(self, by: str) -> Self:
        """The worker takes it."""
        self._only_its_worker(by)
        return self._moved(Command.SIGN)

    def returned(self, by: str, leader: str, now: datetime) -> Self:
        """The worker gives it back in time; the leader cannot give it back (潍坊条例 22)."""
        self._only_its_worker(by)
        if by == leader:
            raise Refusal(
                "cannot-return-again",
                "已由值班长承接，不能再次退单；请处置或改派。",
                "The shift leader holds it; it cannot be returned again: handle it or dispatch it.",
            )
        if self.return_by is not None and now > self.return_by:
            raise Refusal(
                "too-late-to-return",
                "派遣已超过 24 小时，不能退单；请处置，或请值班长改派。",
                "More than 24 hours have passed since the dispatch; it cannot be returned: "
                "handle it, or ask the leader to dispatch it to somebody else.",
            )
        return self._moved(Command.RETURN)

    def lapsed(self) -> Self:
        """Nobody signed in time."""
        return self._moved(Command.LAPSE, lapses=self.lapses + 1)

    def started(self, by: str) -> Self:
        """The worker is at it."""
        self._only_its_worker(by)
        return self._moved(Command.START_HANDLING)

    def fed_back(self, by: str, result: str, now: datetime, *, solved: bool) -> Self:
        """The worker says what was done."""
        self._only_its_worker(by)
        told = {"handled_by": by, "result": result, "solved": solved, "fed_back_at": now}
        return self._moved(Command.FEED_BACK, **told)

    def stage_ended_by(self, by: str) -> None:
        """Raise `NotAllowed` unless its worker says so, `Refusal` unless it is being handled."""
        self._only_its_worker(by)
        TABLE.next(self.state, Command.END_STAGE)

    def warning(self, clock: str, alert: Alert) -> Self:
        """Return the incident of which this was announced; overdue puts it under supervision."""
        overdue = self.supervised or alert is Alert.OVERDUE
        return replace(super().warning(clock, alert), supervised=overdue)

    def help_requested(self, item: str, worker: str) -> Self:
        """A service item answers it; `worker` stays responsible on the block."""
        return self._moved(Command.REQUEST_HELP, help_item=item, worker=worker)

    def help_answered(self, case: str, outcome: str) -> Self:
        """Intake's case has an outcome; approved is solved."""
        return self._moved(
            Command.ANSWER_HELP, case=case, result=outcome, solved=outcome == "approved"
        )

    def verified(self, by: str, *, passed: bool) -> Self:
        """Someone other than the handler checks it (核查)."""
        if by == self.handled_by:
            raise NotAllowed(
                "verify-by-another",
                "处置人不能核查自己办理的事件，请由他人核查。",
                "The handler cannot verify the same incident; somebody else must.",
            )
        command = Command.VERIFY_PASS if passed else Command.VERIFY_FAIL
        return self._moved(command, verified_by=by)

    def revisited(self) -> Self:
        """The person behind a bad rating was visited again; only a rating owes that."""
        if self.channel is not Channel.RATING:
            raise Refusal(
                "no-rating-behind-it",
                "该事件不是由差评产生的，无需回访登记。",
                "No rating is behind this incident; there is no revisit to record.",
            )
        return self._moved(Command.RECORD_REVISIT, revisit_owed=False)

    def settled(self, answer: str, now: datetime) -> Self:
        """End the task of a bad rating that the counter is done with: nothing is owed any more."""
        over = {"public_answer": answer, "ended_at": now, "revisit_owed": False}
        return self._moved(Command.SETTLE, **over)

    def closed(self, public_answer: str, now: datetime) -> Self:
        """End it with a public answer; after a bad rating only when revisited (安阳条例 52)."""
        if self.revisit_owed:
            raise Refusal(
                "revisit-first",
                "差评事件须先回访并登记结果，再结案。",
                "Record the revisit first: an incident behind a bad rating closes after it.",
            )
        return self._moved(Command.CLOSE, public_answer=public_answer, ended_at=now)

    def _only_its_worker(self, by: str) -> None:
        if by != self.worker:
            raise NotAllowed(
                "not-its-worker",
                "该事件没有派给您，请由被派遣的网格员办理，或请值班长改派。",
                "This incident was not dispatched to you; its worker acts, or the leader moves it.",
            )

    def _moved(self, command: Command, **changes: Any) -> Self:
        return replace(self, state=TABLE.next(self.state, command), **changes)
