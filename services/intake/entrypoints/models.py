"""What intake's routes take."""

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    ValidationInfo,
)

from services.intake.domain.case.grounds import RejectionGround
from services.intake.domain.case.parts import Need
from shared.codes import plain_text
from shared.events.base import Words
from shared.events.parts import AnswerValue, Code, JobWish, Paper
from shared.privacy.forbidden import find_forbidden, find_personal
from shared.values import Invalid

_MOBILE = re.compile(r"(?<!\d)(?:(?:00)?86[ .-]?)?1[3-9]\d[ .-]?\d{4}[ .-]?\d{4}(?!\d)")
"""A person's; an office has a number of another shape, and may be named."""


def impersonal(text: str, told: ValidationInfo) -> str:
    """Refuse words that hold anything an event may not, naming the member that they are of."""
    field = told.field_name or "words"
    for found in (*find_forbidden({field: text}), *find_personal({field: text})):
        raise Invalid(found.rule, found.zh, found.en, field)
    return text


def _without_mobiles(text: str, told: ValidationInfo) -> str:
    if _MOBILE.search(plain_text(text)):
        raise Invalid(
            "mobile-number",
            "此处含有手机号码；请删除号码，联系方式只登记在申请人信息中。",
            "This holds a mobile number; take it out: contacts belong to the applicant's data.",
            told.field_name,
        )
    return text


def _saying_something(text: str, told: ValidationInfo) -> str:
    if not text.strip():
        raise Invalid(
            "reasons-needed",
            "请写明内容，不能只有空格。",
            "Say something; blanks alone are not enough.",
            told.field_name,
        )
    return text


Reasons = Annotated[
    Words,
    AfterValidator(_saying_something),
    AfterValidator(impersonal),
    AfterValidator(_without_mobiles),
]
"""Reasons say something (XKF 38), and nothing that an event may not: they are announced."""
Signature = Annotated[Code, AfterValidator(impersonal)]
"""The number under which a signed letter is kept; it is announced, and nobody's own number."""

Papers = Annotated[tuple[Paper, ...], Field(max_length=30)]
Promised = Annotated[
    tuple[Code, ...],
    Field(max_length=10, description="papers to follow (容缺); `promise` must name them"),
]

FormAnswers = Annotated[Mapping[Code, AnswerValue], Field(max_length=60)]

Consent = Annotated[
    tuple[Literal["name", "phone", "id_number", "address"], ...],
    Field(max_length=4, description="personal fields that may go to the partner that decides"),
]


class Body(BaseModel):
    """A frozen request body; unknown members are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def example(**members: Any) -> ConfigDict:
    """Return the configuration of a body with its example in the document."""
    return ConfigDict(frozen=True, extra="forbid", json_schema_extra={"example": members})


class ApplicantBody(Body):
    """Who applies. It goes straight into the sealed store.

    Of an organisation, `org_name` and `uscc` (统一社会信用代码); the others are who comes for it.
    """

    model_config = example(name="张三", phone="13800000000")

    name: str | None = Field(default=None, max_length=60, repr=False)
    phone: str | None = Field(default=None, max_length=30, repr=False)
    id_number: str | None = Field(default=None, max_length=30, repr=False)
    address: str | None = Field(default=None, max_length=200, repr=False)
    org_name: str | None = Field(default=None, max_length=120, repr=False)
    uscc: str | None = Field(default=None, max_length=30, repr=False)


class PledgeBody(Body):
    """What is signed for one paper: its form, and by how much of the promised limit's unit."""

    code: Code
    form: Literal["electronic", "original", "copy"] = "original"
    amount: int | None = Field(default=None, ge=1, description="None: the whole promised limit")


class PromiseBody(Body):
    """The letter that was signed (容缺承诺书): its reference, and what it says of each paper."""

    signature: Signature
    papers: tuple[PledgeBody, ...] = Field(min_length=1, max_length=10)


Letter = Annotated[
    Code | None, Field(description="代办: the authorisation of whoever comes for the applicant")
]


class NewApplication(Body):
    """An application handed in at a window, a kiosk or by post."""

    model_config = example(
        item_code="elder-allowance",
        channel="window",
        papers=[{"code": "id-card", "form": "original"}, {"code": "household-register"}],
        promised_papers=[],
        person={"name": "张三", "phone": "13800000000"},
        green_channel=True,
        point="hub",
        need="aged",
    )

    item_code: Code
    channel: Literal["window", "kiosk", "post"] = "window"
    papers: Papers = ()
    promised_papers: Promised = ()
    promise: PromiseBody | None = None
    person: ApplicantBody | None = None
    wish: JobWish | None = None
    green_channel: StrictBool = Field(default=False, description="绿色通道: only with `need`")
    answers: FormAnswers = Field(default={}, description="answers of the item's form, by question")
    point: Code | None = Field(default=None, description="service point; else it is routed")
    authorisation: Code | None = Field(
        default=None, description="代办: under which an agent hands in; then without `person`"
    )
    need: Need | None = Field(default=None, description="green channel: a need of this visit")
    consent: Consent = ()


class Acceptance(Body):
    """Accept, perhaps with papers that follow under a promise that was signed."""

    model_config = example(
        promise={
            "signature": "CN-2026-0007",
            "papers": [{"code": "income-proof", "form": "original", "amount": 5}],
        }
    )

    promised_papers: Promised = ()
    promise: PromiseBody | None = None


class CorrectionNotice(Body):
    """All that is missing, told once (一次性告知)."""

    model_config = example(missing=["household-register"])

    missing: tuple[Code, ...] = Field(min_length=1, max_length=30)


class Correction(Body):
    """What the applicant hands in after the notice."""

    model_config = example(papers=[{"code": "household-register", "form": "original"}])

    papers: Papers = ()
    promised_papers: Promised = ()
    promise: PromiseBody | None = None
    authorisation: Letter = None


class MorePapers(Body):
    """Promised papers that are in now; `checked`: a clerk has looked at them and they are good."""

    model_config = example(papers=[{"code": "income-proof", "form": "original"}], checked=True)

    papers: Papers = Field(min_length=1)
    checked: StrictBool = True
    authorisation: Letter = None


class RefusalBody(Body):
    """不受理 (not required by law) or 不予受理 (not ours to decide), with reasons."""

    model_config = example(ground="out-of-competence", reasons="该事项由市级部门办理。")

    ground: Literal["not-required", "out-of-competence"]
    reasons: Reasons


class DecisionBody(Body):
    """准予, 容缺通过 or 不予, with reasons; `hand_over`: an instant item is delivered at once."""

    model_config = example(
        outcome="rejected", ground="conditions-not-met", reasons="申请人未满八十周岁。"
    )

    outcome: Literal["approved", "approved-deficient", "rejected"]
    ground: RejectionGround | None = Field(
        default=None, description="法定情形: needed for a rejection, and for nothing else"
    )
    reasons: Reasons
    hand_over: StrictBool = False


class WithdrawalBody(Body):
    """The applicant gives it up, or asks it back."""

    model_config = example(reasons="申请人撤回。")

    reasons: Reasons
    authorisation: Letter = None


class DeliveryBody(Body):
    """Who has the result: the applicant, or an agent who collects it (代领)."""

    model_config = example(authorisation="auth_aaaaaaaaaaaaaaaaaaaaaaaaaa")

    authorisation: Letter = None
