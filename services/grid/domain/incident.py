"""An incident (网格事件): one matter on the block, however many reported it."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from services.grid.domain.cell import Cell
from services.grid.domain.states import TABLE, Command, State
from shared.values import NotAllowed, Point, Refusal


class Channel(StrEnum):
    """Who saw it: worker, resident, the 12345 hotline, a sensor, a bad rating."""

    WORKER = "worker"
    RESIDENT = "resident"
    HOTLINE = "hotline"
    SENSOR = "sensor"
    RATING = "rating"


class Unlocated(StrEnum):
    """Why a person must say where it is."""

    NO_POINT = "no-point"
    OUTSIDE_MAP = "outside-map"


@dataclass(frozen=True)
class Incident:
    """One matter; `number` is what staff and residents quote.

    `orgunit` is the community once it is located, the reporter's organisation before. `worker` is
    who must act, `handled_by` who did. `case` is intake's case: of a bad rating, or of the help
    that was asked for. `sign_by` stays set after the signature, as a record.
    """

    id: str
    version: int
    number: str
    orgunit: str
    channel: Channel
    category: str
    category_name: str
    text: str
    reported_at: datetime
    state: State = State.REPORTED
    place: str | None = None
    point: Point | None = None
    cell: str | None = None
    unlocated: Unlocated | None = None
    worker: str | None = None
    sign_by: datetime | None = None
    lapses: int = 0
    help_item: str | None = None
    case: str | None = None
    handled_by: str | None = None
    solved: bool | None = None
    result: str | None = None
    verified_by: str | None = None
    revisit_owed: bool = False
    public_answer: str | None = None
    ended_at: datetime | None = None

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

    def dispatched(self, worker: str, sign_by: datetime) -> Self:
        """Hand it to a worker, who signs by then."""
        return self._moved(Command.DISPATCH, worker=worker, sign_by=sign_by)

    def signed(self, by: str) -> Self:
        """The worker takes it."""
        self._only_its_worker(by)
        return self._moved(Command.SIGN)

    def returned(self, by: str, leader: str) -> Self:
        """The worker gives it back; what the leader holds cannot be given back (潍坊条例 22)."""
        self._only_its_worker(by)
        if by == leader:
            raise Refusal(
                "cannot-return-again",
                "已由值班长承接，不能再次退单；请处置或改派。",
                "The shift leader holds it; it cannot be returned again: handle it or dispatch it.",
            )
        return self._moved(Command.RETURN)

    def lapsed(self) -> Self:
        """Nobody signed in time."""
        return self._moved(Command.LAPSE, lapses=self.lapses + 1)

    def started(self, by: str) -> Self:
        """The worker is at it."""
        self._only_its_worker(by)
        return self._moved(Command.START_HANDLING)

    def fed_back(self, by: str, result: str, *, solved: bool) -> Self:
        """The worker says what was done."""
        self._only_its_worker(by)
        return self._moved(Command.FEED_BACK, handled_by=by, result=result, solved=solved)

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
