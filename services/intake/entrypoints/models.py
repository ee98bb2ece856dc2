"""What intake's routes take."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from shared.events.base import Words
from shared.events.parts import Code, JobWish, Paper
from shared.privacy.forbidden import find_forbidden, find_personal
from shared.values import Invalid


def _impersonal(text: str) -> str:
    # Reasons are announced, so they may hold nothing that an event may not.
    for found in (*find_forbidden({"reasons": text}), *find_personal({"reasons": text})):
        raise Invalid(found.rule, found.zh, found.en, "reasons")
    return text


Reasons = Annotated[Words, AfterValidator(_impersonal)]

Papers = Annotated[tuple[Paper, ...], Field(max_length=30)]
Promised = Annotated[
    tuple[Code, ...],
    Field(max_length=10, description="papers that follow under a signed promise (容缺)"),
]


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
    """Who applies. It goes straight into the sealed store."""

    model_config = example(name="张三", phone="13800000000")

    name: str | None = Field(default=None, max_length=60, repr=False)
    phone: str | None = Field(default=None, max_length=30, repr=False)
    id_number: str | None = Field(default=None, max_length=30, repr=False)
    address: str | None = Field(default=None, max_length=200, repr=False)


class NewApplication(Body):
    """An application handed in at a window, a kiosk or by post."""

    model_config = example(
        item_code="elder-allowance",
        channel="window",
        papers=[{"code": "id-card", "form": "original"}, {"code": "household-register"}],
        promised_papers=[],
        person={"name": "张三", "phone": "13800000000"},
        green_channel=True,
    )

    item_code: Code
    channel: Literal["window", "kiosk", "post"] = "window"
    papers: Papers = ()
    promised_papers: Promised = ()
    person: ApplicantBody | None = None
    wish: JobWish | None = None
    green_channel: bool = Field(default=False, description="绿色通道: priority and on-site help")
    consent: Consent = ()


class Acceptance(Body):
    """Accept, perhaps with papers that follow."""

    model_config = example(promised_papers=[])

    promised_papers: Promised = ()


class CorrectionNotice(Body):
    """All that is missing, told once (一次性告知)."""

    model_config = example(missing=["household-register"])

    missing: tuple[Code, ...] = Field(min_length=1, max_length=30)


class Correction(Body):
    """What the applicant hands in after the notice."""

    model_config = example(papers=[{"code": "household-register", "form": "original"}])

    papers: Papers = ()
    promised_papers: Promised = ()


class MorePapers(Body):
    """Promised papers that are in now."""

    model_config = example(papers=[{"code": "income-proof", "form": "original"}])

    papers: Papers = Field(min_length=1)


class RefusalBody(Body):
    """不受理 (not required by law) or 不予受理 (not ours to decide), with reasons."""

    model_config = example(ground="out-of-competence", reasons="该事项由市级部门办理。")

    ground: Literal["not-required", "out-of-competence"]
    reasons: Reasons


class DecisionBody(Body):
    """准予 or 不予, with reasons."""

    model_config = example(outcome="approved", reasons="材料齐全，符合条件。")

    outcome: Literal["approved", "rejected"]
    reasons: Reasons


class WithdrawalBody(Body):
    """The applicant gives it up."""

    model_config = example(reasons="申请人撤回。")

    reasons: Reasons
