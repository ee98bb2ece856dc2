"""Parts that several events share."""

from enum import StrEnum
from typing import Annotated

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StrictFloat,
    StrictInt,
    StrictStr,
)

from shared.values import LARGEST_WHOLE

WHOLE = LARGEST_WHOLE

Code = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9._:-]+$")]
Whole = Annotated[int, Field(ge=-WHOLE, le=WHOLE)]
StaffRef = Annotated[
    str, Field(pattern=r"^stf_[a-z0-9]{2,26}$", description="pseudonymous staff member")
]
UsccCode = Annotated[str, Field(pattern=r"^[0-9A-HJ-NP-RTUWXY]{18}$")]
OccupationCode = Annotated[str, Field(pattern=r"^[2-8]-\d{2}-\d{2}-\d{2}$")]
AnswerValue = (
    StrictBool
    | Annotated[StrictInt, Field(ge=-WHOLE, le=WHOLE)]
    | Annotated[StrictFloat, Field(allow_inf_nan=False)]
    | Annotated[StrictStr, Field(min_length=1, max_length=64)]
)
"""An answer of a form: yes or no, a number, a choice's code, a day; no number beyond readers."""
Place = Annotated[str, Field(min_length=1, max_length=300, description="a public place, in words")]


class Part(BaseModel):
    """A frozen member object; unknown members are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Coordinates(Part):
    """Degrees, CGCS2000 (phones and maps give GCJ-02: convert before sending)."""

    lng: float = Field(ge=-180, le=180)
    lat: float = Field(ge=-90, le=90)


class Unit(StrEnum):
    """UCUM codes of what devices on the block measure."""

    DEGREE = "deg"
    CELSIUS = "Cel"
    PERCENT = "%"
    PERCENT_LEL = "%{LEL}"
    PARTS_PER_MILLION = "[ppm]"
    MILLIMETRE = "mm"
    CENTIMETRE = "cm"
    METRE = "m"
    KILOPASCAL = "kPa"
    DECIBEL = "dB[SPL]"
    TURBIDITY = "{NTU}"
    MICROGRAM_PER_CUBIC_METRE = "ug/m3"
    MILLIGRAM_PER_CUBIC_METRE = "mg/m3"


class Reading(Part):
    """What a device measured: a finite number in a UCUM unit."""

    value: float = Field(allow_inf_nan=False)
    unit: Unit


class Paper(Part):
    """One document handed in: its code in the item's list."""

    code: Code
    form: str = Field(default="electronic", pattern=r"^(electronic|original|copy)$")


class Pledge(Part):
    """What is signed for one paper: its form, and by how much of the promised limit's unit."""

    code: Code
    form: str = Field(default="original", pattern=r"^(electronic|original|copy)$")
    amount: int | None = Field(default=None, ge=1, description="none: the whole promised limit")


class SignedPromise(Part):
    """The letter that was signed (容缺承诺书): its number, and what it says of each paper."""

    signature: Code = Field(description="the number under which the signed letter is kept")
    papers: tuple[Pledge, ...] = Field(min_length=1, max_length=10)


class FormAnswer(Part):
    """An answer to one question of an item's form: yes or no, a number, a choice's code, a day."""

    question: Code
    value: AnswerValue = Field(description="a day as yyyy-mm-dd")


class JobWish(Part):
    """What a job seeker looks for; `shifts` 0..20 = weekday x 3 + morning, noon or night."""

    occupations: tuple[OccupationCode, ...] = Field(default=(), max_length=10)
    skills: tuple[Code, ...] = Field(default=(), max_length=30)
    licences: tuple[Code, ...] = Field(default=(), max_length=10)
    shifts: tuple[Annotated[int, Field(ge=0, le=20)], ...] = Field(default=(), max_length=21)
    around: Coordinates | None = Field(default=None, description="where to look, not a home")
    within_km: float = Field(default=3.0, gt=0, le=50)
    birth_year: int | None = Field(default=None, ge=1930, le=2015)
    least_hourly_fen: int = Field(default=0, ge=0, le=WHOLE, description="lowest pay, fen an hour")


class RejectionGround(StrEnum):
    """法定情形 of a rejection (不予许可), as 行政许可法 knows them.

    A condition is not met; papers are incomplete, or untrue; a test found it below the standard;
    rights of others; the number is used up; barred for now; a promise was not kept, which only we
    can say; another case that the law names.
    """

    CONDITIONS_NOT_MET = "conditions-not-met"
    PAPERS_INCOMPLETE = "papers-incomplete"
    PAPERS_UNTRUE = "papers-untrue"
    BELOW_STANDARD = "below-standard"
    RIGHTS_OF_OTHERS = "rights-of-others"
    QUOTA_USED_UP = "quota-used-up"
    BARRED = "barred"
    PROMISE_BROKEN = "promise-broken"
    OTHER_BY_LAW = "other-by-law"


class Satisfaction(StrEnum):
    """好差评 by name; the numbers run in opposite ways in the standard and in live systems."""

    VERY_SATISFIED = "very-satisfied"
    SATISFIED = "satisfied"
    ACCEPTABLE = "acceptable"
    DISSATISFIED = "dissatisfied"
    VERY_DISSATISFIED = "very-dissatisfied"


class RatingChannel(StrEnum):
    """评价渠道 by name; the seventh, the system's default, is nobody's to send."""

    PC = "pc"
    MOBILE = "mobile"
    QR_CODE = "qr-code"
    TABLET = "tablet"
    OTHER_TERMINAL = "other-terminal"
    SMS = "sms"


class WageUnit(StrEnum):
    """What one amount of pay is for."""

    HOUR = "hour"
    DAY = "day"
    MONTH = "month"
    PIECE = "piece"


class Settlement(StrEnum):
    """When pay is settled: 日结, 周结, 月结, 其他."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    OTHER = "other"
