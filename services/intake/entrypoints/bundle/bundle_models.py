"""What the routes of one matter take."""

from typing import Literal

from pydantic import Field

from services.intake.domain.bundle.bundle_clocks import LONGEST_JOINT_EXTENSION
from services.intake.domain.case.parts import Need
from services.intake.entrypoints.models import (
    ApplicantBody,
    Body,
    Consent,
    FormAnswers,
    Letter,
    Papers,
    PromiseBody,
    Reasons,
    example,
)
from shared.events.parts import Code, JobWish

Chosen = tuple[Code, ...]


class OneFormBody(Body):
    """Answers of the one form, as far as they are known; nothing about who applies."""

    model_config = example(items=["night-market-stall"], answers={"area": 60})

    items: Chosen = Field(default=(), max_length=30, description="beside the mandatory ones")
    answers: FormAnswers = Field(default={})


class NewBundle(Body):
    """One form for all of its items, handed in once; each office gets its application."""

    model_config = example(
        matter="open-eatery",
        channel="window",
        items=[],
        answers={"area": 60},
        papers=[{"code": "id-card", "form": "original"}],
        person={"name": "张三", "phone": "13800000000"},
    )

    matter: Code
    channel: Literal["window", "kiosk", "post"] = "window"
    items: Chosen = Field(default=(), max_length=30, description="beside the mandatory ones")
    answers: FormAnswers = Field(default={}, description="of the one form, by question")
    papers: Papers = ()
    promise: PromiseBody | None = None
    person: ApplicantBody | None = None
    wish: JobWish | None = None
    point: Code | None = Field(default=None, description="service point of the receiving office")
    authorisation: Code | None = Field(
        default=None, description="代办: it must name every item; then without `person`"
    )
    need: Need | None = Field(default=None, description="green channel: a need of this visit")
    consent: Consent = ()


class BundleCorrection(Body):
    """What the one notice named, handed in once."""

    model_config = example(papers=[{"code": "health-certificate", "form": "original"}])

    papers: Papers = Field(min_length=1)
    authorisation: Letter = None


class BundleWithdrawal(Body):
    """The applicant gives the whole matter up."""

    model_config = example(reasons="申请人不再申请。")

    reasons: Reasons
    authorisation: Letter = None


class BundleExtension(Body):
    """By how many working days the joint limit is extended (XKF 42), and who approved it."""

    model_config = example(
        amount=15, reason="需多部门联合勘验。", authority="东胜区人民政府（东政批〔2026〕7号）"
    )

    amount: int = Field(ge=1, le=LONGEST_JOINT_EXTENSION)
    reason: Reasons
    authority: Reasons = Field(description="批准机关及文号 / who approved it, under which number")
