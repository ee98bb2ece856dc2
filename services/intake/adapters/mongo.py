"""Intake's collections on the store."""

from collections.abc import Callable
from datetime import datetime

from pymongo import IndexModel

from services.intake.adapters.case.mongo_cases import (
    BROKEN_PROMISES,
    CASES,
    HANDOVERS,
    IMPORTS,
    NUMBERS,
    RECEIPTS,
    REFERENCES,
)
from services.intake.adapters.counter.mongo_counter import (
    APPOINTMENTS,
    AUTHORISATIONS,
    BOOKINGS,
    POINT_DAYS,
    SESSIONS,
)
from services.intake.adapters.people.retention_lists import GUESTS
from services.intake.adapters.rating.mongo_ratings import (
    INVITATIONS,
    OUTCOMES,
    RATINGS,
    TRAIL,
)
from services.intake.adapters.receipts.receipt_codes import receipt_code
from services.intake.application.ports import Items, Seals
from services.intake.application.ports_counter import CareServices, Points
from services.intake.domain.case.case import Case
from services.intake.domain.case.records import BrokenPromise, DailyNumber, ImportedRow, Reference
from services.intake.domain.counter.appointments import Appointment
from services.intake.domain.counter.authorisations import Authorisation
from services.intake.domain.counter.bookings import Booking
from services.intake.domain.counter.care import Session
from services.intake.domain.counter.slots import PointDay
from services.intake.domain.exchange.handover import HandOver
from services.intake.domain.history.marks import Invitation
from services.intake.domain.history.outcome import Outcome
from services.intake.domain.history.trail import Step
from services.intake.domain.people.guests import Guest
from services.intake.domain.rating.rating import Rating
from services.intake.domain.receipts.receipts import ReceiptDocument
from shared.calendar import Calendars
from shared.privacy.people import People
from shared.privacy.sealing import Keyring
from shared.storage.mongo import Indexes
from shared.storage.ports import Cause, Repository
from shared.storage.work import Stage, Unit
from shared.web.idempotency import IDEMPOTENT, Idempotent

# Which of them serves which list: ADR 20.
WORK_INDEXES = [
    # Partial: an application that is closed is in no queue and costs these nothing.
    IndexModel(
        [("orgunit", 1), ("queue", 1), ("due", 1), ("_id", 1)],
        name="work_queue",
        partialFilterExpression={"queue": {"$gt": ""}},
    ),
    IndexModel(
        [("point", 1), ("orgunit", 1), ("queue", 1), ("due", 1), ("_id", 1)],
        name="work_point",
        partialFilterExpression={"queue": {"$gt": ""}, "point": {"$gt": ""}},
    ),
    IndexModel(
        [("point", 1), ("received_at", 1), ("_id", 1)],
        name="search_point",
        partialFilterExpression={"point": {"$gt": ""}},
    ),
    # The point comes last: those of one point are counted without a look at any application.
    IndexModel(
        [("orgunit", 1), ("late_at", 1), ("_id", 1), ("point", 1)],
        name="work_overdue",
        partialFilterExpression={"late_at": {"$exists": True}},
    ),
    IndexModel(
        [("orgunit", 1), ("to_check", 1), ("check_by", 1), ("_id", 1), ("point", 1)],
        name="work_check",
        partialFilterExpression={"to_check": True},
    ),
    IndexModel(
        [("claimed_by", 1), ("orgunit", 1), ("due", 1), ("_id", 1), ("point", 1)],
        name="work_in_hand",
        partialFilterExpression={"claimed_by": {"$gt": ""}},
    ),
    IndexModel([("orgunit", 1), ("received_at", 1), ("_id", 1)], name="search_received"),
    IndexModel([("orgunit", 1), ("hlc", 1), ("_id", 1)], name="exchange"),
    IndexModel([("orgunit", 1), ("state", 1), ("received_at", 1), ("_id", 1)], name="search_state"),
    IndexModel(
        [("orgunit", 1), ("item_code", 1), ("received_at", 1), ("_id", 1)], name="search_item"
    ),
    IndexModel(
        [("claimed_by", 1), ("received_at", 1), ("_id", 1)],
        name="search_claimed",
        partialFilterExpression={"claimed_by": {"$gt": ""}},
    ),
    IndexModel(
        [("orgunit", 1), ("to_forget", 1), ("keep_until", 1), ("_id", 1)],
        name="retention",
        partialFilterExpression={"to_forget": True},
    ),
    IndexModel([("applicant", 1), ("received_at", 1), ("_id", 1)], name="search_applicant"),
]

INDEXES: Indexes = {
    "cases": [
        IndexModel([("state", 1), ("_id", 1)]),
        IndexModel([("item_code", 1), ("_id", 1)]),
        IndexModel([("orgunit", 1), ("_id", 1)]),
        IndexModel("project_no"),
        IndexModel([("running", 1), ("_id", 1)]),
        *WORK_INDEXES,
    ],
    "handovers": [
        IndexModel([("partner", 1), ("handed_at", 1), ("_id", 1)], name="handed"),
        IndexModel([("partner", 1), ("answered_at", 1), ("_id", 1)], name="answered"),
        IndexModel(
            [("partner", 1), ("open", 1), ("handed_at", 1), ("_id", 1)],
            name="waiting",
            partialFilterExpression={"open": True},
        ),
    ],
    "authorisations": [
        IndexModel([("orgunit", 1), ("_id", 1)]),
        IndexModel([("applicant", 1), ("_id", 1)]),
        IndexModel([("agent", 1), ("_id", 1)]),
    ],
    "guests": [IndexModel([("orgunit", 1), ("keep_until", 1), ("_id", 1)], name="retention")],
    "appointments": [IndexModel([("person", 1), ("_id", 1)])],
    "bookings": [IndexModel([("person", 1), ("_id", 1)])],
    "ratings": [
        IndexModel([("orgunit", 1), ("hlc", 1), ("_id", 1)], name="exchange"),
        IndexModel([("state", 1), ("_id", 1)]),
        IndexModel([("orgunit", 1), ("_id", 1)]),
        IndexModel([("running", 1), ("_id", 1)]),
    ],
    # Steps and invitations are found by their ids, which begin with the application's.
    "outcomes": [IndexModel([("month", 1), ("_id", 1)])],
}

Open = Callable[[Unit, Cause, datetime], "IntakeWork"]


class IntakeWork(Stage):
    """One message's view of what intake owns."""

    def __init__(
        self,
        unit: Unit,
        cause: Cause,
        now: datetime,
        *,
        keyring: Keyring,
        items: Items,
        calendars: Calendars,
        credit_gate: bool,
        points: Points,
        care: CareServices,
        seals: Seals,
        retention_years: int,
    ) -> None:
        super().__init__(unit, cause, now)
        self.cases: Repository[Case] = self.repository(CASES)
        self.ratings: Repository[Rating] = self.repository(RATINGS)
        self.invitations: Repository[Invitation] = self.repository(INVITATIONS)
        self.trail: Repository[Step] = self.repository(TRAIL)
        self.outcomes: Repository[Outcome] = self.repository(OUTCOMES)
        self.references: Repository[Reference] = self.repository(REFERENCES)
        self.numbers: Repository[DailyNumber] = self.repository(NUMBERS)
        self.people = People.over(self, keyring)
        self.items = items
        self.calendars = calendars
        self.receipts: Repository[ReceiptDocument] = self.repository(RECEIPTS)
        self.broken_promises: Repository[BrokenPromise] = self.repository(BROKEN_PROMISES)
        self.guests: Repository[Guest] = self.repository(GUESTS)
        self.credit_gate = credit_gate
        self.points = points
        self.care = care
        self.authorisations: Repository[Authorisation] = self.repository(AUTHORISATIONS)
        self.appointments: Repository[Appointment] = self.repository(APPOINTMENTS)
        self.point_days: Repository[PointDay] = self.repository(POINT_DAYS)
        self.bookings: Repository[Booking] = self.repository(BOOKINGS)
        self.sessions: Repository[Session] = self.repository(SESSIONS)
        self.handovers: Repository[HandOver] = self.repository(HANDOVERS)
        self.seals = seals
        self.answers: Repository[Idempotent] = self.repository(IDEMPOTENT)
        self.retention_years = retention_years
        self.imports: Repository[ImportedRow] = self.repository(IMPORTS)
        self._keyring = keyring

    def receipt_code(self, case: str) -> str:
        """Return the code on an application's receipts."""
        return receipt_code(self._keyring, case)


def opening(
    keyring: Keyring,
    items: Items,
    calendars: Calendars,
    points: Points,
    care: CareServices,
    seals: Seals,
    *,
    retention_years: int = 10,
    credit_gate: bool = False,
) -> Open:
    """Return what opens a message's view for the unit of work."""

    def open_work(unit: Unit, cause: Cause, now: datetime) -> IntakeWork:
        return IntakeWork(
            unit,
            cause,
            now,
            keyring=keyring,
            items=items,
            calendars=calendars,
            credit_gate=credit_gate,
            points=points,
            care=care,
            seals=seals,
            retention_years=retention_years,
        )

    return open_work
