"""Somebody of whom an office knows all that can be known: for exports."""

from dataclasses import replace
from datetime import datetime, timedelta

from services.intake.application.people.access import Known
from services.intake.domain.case.case import Case
from services.intake.domain.case.grounds import RejectionGround, RevocationGround
from services.intake.domain.case.parts import (
    Channel,
    Decision,
    Need,
    OnSiteReview,
    Origin,
    Outcome,
    Procedure,
    ProcedureKind,
    ReceiptKind,
    Revocation,
    StepTaken,
)
from services.intake.domain.case.records import BrokenPromise
from services.intake.domain.case.states import State
from services.intake.domain.case.wish import Wish
from services.intake.domain.catalogue.policies import LapsePolicy, ReviewStep
from services.intake.domain.counter.appointments import Appointment
from services.intake.domain.counter.authorisations import Act, Authorisation
from services.intake.domain.counter.bookings import Booking, BookingState
from services.intake.domain.exchange.handover import HandOver
from services.intake.domain.history.marks import Marks
from services.intake.domain.people.holdings import Holdings
from services.intake.domain.promise.promise import PaperState, Promise, Term
from shared.calendar import Limit, Unit
from shared.privacy.records import PersonalDetails
from shared.values import Point
from tests.services.intake.domain.cases import MAIN, MONDAY, STREET, received

PERSON, RELATIVE = f"per_{'a' * 26}", f"per_{'b' * 26}"
WHO = PersonalDetails("张三", "13812341234", "11010519491231002X", "宝日陶亥东街5号3单元502室")
HOUR = timedelta(hours=1)
DAYS = Limit(5, Unit.WORKING_DAYS)


def at(hours: int) -> datetime:
    return MONDAY + hours * HOUR


LOOKED_AT = Procedure(
    ProcedureKind.APPRAISAL,
    "需鉴定。",
    "行政许可法 45",
    "stf_r1",
    DAYS,
    at(2),
    at(4),
    "属实。",
)


def revoked() -> Case:
    """Return an application that was promised, looked at, approved and revoked."""
    terms = (
        Term(
            "income-proof",
            "家庭收入证明",
            "original",
            DAYS,
            at(99),
            PaperState.CHECKED_OK,
            "一致。",
        ),
    )
    case = received(
        MAIN,
        applicant=PERSON,
        state=State.REVOKED,
        origin=Origin(Channel.WINDOW, "portal", "BDC-77", "inc_1"),
        answers={"household-size": 3, "rents": True, "channel": "window"},
        consented=("name", "phone"),
        handed_to="real-estate",
        handed_fields=("name",),
        promise=Promise(terms, LapsePolicy.TERMINATED, "CN-7", at(1)),
        procedures=(LOOKED_AT,),
        review_steps=(ReviewStep.HANDLE, ReviewStep.APPROVE),
        steps=(StepTaken(ReviewStep.HANDLE, "stf_r1", "同意。", True, at(3)),),
        onsite_needed=True,
        onsite=OnSiteReview(("stf_r1", "stf_r2"), "与申请一致。", at(3)),
        decision=Decision(Outcome.APPROVED, "符合条件。", "stf_r3", at(5), "证-7", True),
        revocation=Revocation(
            "东胜区民政局", RevocationGround.DECEPTION, "第六十九条", "系伪造。", "stf_r4", at(9)
        ),
        because="系伪造。",
        marks=Marks(receipt_code="0A1B2C3D4E"),
        point="hub",
        agent="stf_c0002",
        authorisation="auth_1",
        need=Need.AGED,
        accepted_at=at(1),
        accepted_by="stf_c0001",
    )
    return replace(case.with_receipt(ReceiptKind.REVOKED, at(9)), version=9)


def rejected() -> Case:
    """Return an application of a job seeker that was rejected, with papers missing."""
    decision = Decision(
        Outcome.REJECTED, "年龄不符。", "stf_r3", at(5), ground=RejectionGround.CONDITIONS_NOT_MET
    )
    case = received(
        (),
        id="case_2",
        project_no="20260907000013",
        applicant=PERSON,
        state=State.DECIDED,
        missing=("form",),
        decision=decision,
        handed_without="nothing-allowed",
        wish=Wish(("4-10-01-06",), ("cleaning",), (), (0, 3), Point(109.9872, 39.8216), 2.5, 1980),
    )
    return case.with_receipt(ReceiptKind.DECIDED, at(5))


LETTER = Authorisation(
    "auth_1", 2, STREET, PERSON, RELATIVE, ("elder-card",), (Act.HAND_IN,), at(99), "SQ-1", MONDAY
)
PLACE = Appointment(
    "apt_1", 1, "hub", "便民服务中心", STREET, PERSON, at(24), MONDAY, item_code="elder-card"
)
CLASS = Booking(
    "bkg_1",
    1,
    "elder-phone-class",
    "老年人手机课",
    "hub",
    "elder-phone-class:1",
    STREET,
    PERSON,
    at(24),
    at(26),
    MONDAY,
    BookingState.WAITING,
)
GIVEN = HandOver(
    "case_1",
    2,
    "real-estate",
    "20260907000012",
    "BDC-77",
    "living-allowance",
    STREET,
    at(1),
    ("name",),
    open=False,
    answered_at=at(5),
    outcome="approved",
)
BROKEN = BrokenPromise(PERSON, 1, "case_1", at(9))
EVERYTHING = Known(
    PERSON,
    WHO,
    Holdings((revoked(), rejected()), (LETTER,), (PLACE,), (CLASS,), BROKEN),
    (GIVEN,),
    ("150602001000",),
    at(100),
)
NOTHING = Known(PERSON, PersonalDetails(phone="13812341234"), Holdings(), (), (), at(100))
