"""What partners say to us. Personal data travels only in `sealed`."""

from enum import StrEnum
from typing import Any, ClassVar, Literal

from pydantic import Field

from shared.events.base import EventData, Identifier, Instant, Sealed, Title, Words
from shared.events.parts import (
    WHOLE,
    Code,
    Coordinates,
    FormAnswer,
    JobWish,
    OccupationCode,
    Paper,
    Place,
    RatingChannel,
    Reading,
    RejectionGround,
    Satisfaction,
    Settlement,
    SignedPromise,
    UsccCode,
    WageUnit,
    Whole,
)

POINT: dict[str, float] = {"lng": 109.9872, "lat": 39.8216}


class HotlineKind(StrEnum):
    """咨询、求助、投诉、举报、建议."""

    CONSULTATION = "consultation"
    HELP = "help"
    COMPLAINT = "complaint"
    REPORT = "report"
    SUGGESTION = "suggestion"


class HotlineOrderPlaced(EventData):
    """A 12345 work order for the sub-district. `sealed` may hold the caller's name and phone."""

    type: ClassVar[str] = "jiedao.partner.hotline-order.placed.v1"
    example: ClassVar[dict[str, Any]] = {
        "order_no": "260907093015000123",
        "kind": "complaint",
        "category": "street-rubbish",
        "text": "小区东门外垃圾两天没有清运。",
        "place": "鄂托克西街小区东门",
        "point": POINT,
    }

    order_no: Identifier
    kind: HotlineKind
    category: Code
    text: Words
    place: Place | None = None
    point: Coordinates | None = None
    sealed: Sealed | None = None


class SensorAlertRaised(EventData):
    """A device on the block saw something.

    `reading` is what it measured, if it measures; `words` is what it said and no unit covers.
    """

    type: ClassVar[str] = "jiedao.partner.sensor-alert.raised.v2"
    example: ClassVar[dict[str, Any]] = {
        "device": "manhole-0421",
        "category": "manhole-cover",
        "reading": {"value": 31.5, "unit": "deg"},
        "place": "伊金霍洛西街 12 号井",
        "point": POINT,
    }

    device: Code
    category: Code
    reading: Reading | None = None
    words: str | None = Field(default=None, min_length=1, max_length=120)
    place: Place | None = None
    point: Coordinates | None = None


class DecisionOutcome(StrEnum):
    """准予 / 不予."""

    APPROVED = "approved"
    REJECTED = "rejected"


class AgencyDecisionMade(EventData):
    """Another agency decided an application that we handed over; `reference` names it.

    `ground` says by the law's list why it was rejected; the reasons say it of this application.
    """

    type: ClassVar[str] = "jiedao.partner.agency-decision.made.v1"
    example: ClassVar[dict[str, Any]] = {
        "reference": "BDC-2026-000187",
        "outcome": "approved",
        "reasons": "材料齐全，符合条件。",
        "certificate_no": "蒙2026东胜0000187",
    }

    reference: Identifier
    outcome: DecisionOutcome
    reasons: Words
    certificate_no: str | None = Field(default=None, max_length=100)
    ground: RejectionGround | None = Field(
        default=None, description="of a rejection only, and never promise-broken"
    )


class BankAnswerGiven(EventData):
    """A bank answers a referral; `limit_fen` is the credit limit in fen."""

    type: ClassVar[str] = "jiedao.partner.bank-answer.given.v1"
    example: ClassVar[dict[str, Any]] = {
        "reference": "YH-2026-00042",
        "outcome": "approved",
        "reasons": "经营流水稳定。",
        "limit_fen": 20000000,
    }

    reference: Identifier
    outcome: DecisionOutcome
    reasons: Words
    limit_fen: int | None = Field(default=None, ge=0, le=WHOLE)


class VacancyOffered(EventData):
    """A vacancy from a feed; pay in fen per `wage_unit`."""

    type: ClassVar[str] = "jiedao.partner.vacancy.offered.v1"
    example: ClassVar[dict[str, Any]] = {
        "vacancy_no": "LG-0907-011",
        "employer_name": "东胜区暖城家政服务有限公司",
        "uscc": "91310116052958608G",
        "title": "家政保洁员",
        "occupation": "4-10-01-06",
        "headcount": 3,
        "duties": "入户保洁，每次约三小时。",
        "conditions": "会使用常见清洁工具。",
        "place": "鄂托克西街一带",
        "point": POINT,
        "wage_fen": 3500,
        "wage_unit": "hour",
        "settlement": "daily",
        "skills": ["cleaning"],
        "shifts": [0, 3, 6],
        "valid_until": "2026-09-30T18:00:00+08:00",
    }

    vacancy_no: Identifier
    employer_name: Title
    uscc: UsccCode
    title: Title
    occupation: OccupationCode
    headcount: int = Field(ge=1, le=1000)
    duties: Words
    conditions: str = Field(default="", max_length=2000)
    place: Place
    point: Coordinates
    wage_fen: int = Field(gt=0, le=WHOLE)
    wage_unit: WageUnit
    settlement: Settlement
    skills: tuple[Code, ...] = Field(default=(), max_length=30)
    licences: tuple[Code, ...] = Field(default=(), max_length=10)
    shifts: tuple[Whole, ...] = Field(default=(), max_length=21)
    least_age: int = Field(default=16, ge=16, le=60)
    valid_until: Instant | None = None


class EmploymentApplicationSubmitted(EventData):
    """Somebody registers for work through another system; `sealed` holds who."""

    type: ClassVar[str] = "jiedao.partner.employment-application.submitted.v1"
    example: ClassVar[dict[str, Any]] = {
        "reference": "JY-2026-00311",
        "sealed": "eyJhbGciOiJFQ0RILUVTK0EyNTZLVyJ9.a2V5.aXY.Y2lwaGVydGV4dA.dGFn",
        "wish": JobWish(occupations=("4-10-01-06",), skills=("cleaning",)).model_dump(mode="json"),
        "papers": [{"code": "id-card"}],
    }

    reference: Identifier
    sealed: Sealed | None = None
    wish: JobWish
    papers: tuple[Paper, ...] = Field(default=(), max_length=30)


class ServiceApplicationSubmitted(EventData):
    """An application for a service item, from a portal or a kiosk; `sealed` holds who.

    Of an organisation, `sealed` also holds `org_name` and `uscc` (统一社会信用代码).
    """

    type: ClassVar[str] = "jiedao.partner.service-application.submitted.v1"
    example: ClassVar[dict[str, Any]] = {
        "reference": "BDC-2026-000187",
        "item_code": "elder-allowance",
        "channel": "online",
        "sealed": "eyJhbGciOiJFQ0RILUVTK0EyNTZLVyJ9.a2V5.aXY.Y2lwaGVydGV4dA.dGFn",
        "papers": [{"code": "id-card"}, {"code": "household-register"}],
        "promised_papers": [],
    }

    reference: Identifier
    item_code: Code
    channel: str = Field(default="online", pattern=r"^(online|mobile|kiosk|post)$")
    sealed: Sealed | None = None
    papers: tuple[Paper, ...] = Field(default=(), max_length=30)
    promised_papers: tuple[Code, ...] = Field(
        default=(),
        max_length=10,
        description="papers to follow (容缺); without `promise` they count as missing",
    )
    promise: SignedPromise | None = Field(
        default=None, description="the letter that was signed for the papers that follow"
    )
    answers: tuple[FormAnswer, ...] = Field(
        default=(),
        max_length=60,
        description="answers of the item's form; nothing about who applies",
    )
    consent: tuple[Literal["name", "phone", "id_number", "address"], ...] = Field(
        default=(), description="personal fields that may be handed to the partner that decides"
    )


class ServiceRatingGiven(EventData):
    """A rating (好差评) of an application, by its reference or number.

    Once per application, and once more as a follow-up (追评). A bad grade ticks a detail.
    """

    type: ClassVar[str] = "jiedao.partner.service-rating.given.v1"
    example: ClassVar[dict[str, Any]] = {
        "reference": "BDC-2026-000187",
        "grade": "dissatisfied",
        "details": ["waited-too-long"],
    }

    reference: Identifier
    grade: Satisfaction
    details: tuple[Code, ...] = Field(default=(), max_length=10)
    assess_number: Literal[1, 2] = Field(default=1, description="2: the follow-up (追评)")
    channel: RatingChannel = RatingChannel.OTHER_TERMINAL
