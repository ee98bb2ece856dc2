"""What the routes of the longer life of an application take."""

from typing import Annotated

from pydantic import AfterValidator, Field, StrictBool

from services.intake.domain.case.grounds import RevocationGround
from services.intake.entrypoints.models import Body, Reasons, example, impersonal
from shared.events.base import Title
from shared.events.parts import Code, StaffRef


class ReviewBody(Body):
    """How the review is to be done; `onsite`: two of the staff are to look at it on the spot."""

    model_config = example(onsite=True)

    onsite: StrictBool = False


class StepBody(Body):
    """A step of the review; not `passed` gives the step before back."""

    model_config = example(opinion="材料齐全，建议准予。", passed=True)

    opinion: Reasons
    passed: StrictBool = True


class OnSiteBody(Body):
    """Who looked at it on the spot, the caller among them, and what they found (行政许可法 34)."""

    model_config = example(by=["stf_r0001", "stf_r0002"], findings="现场与申请一致。")

    by: tuple[StaffRef, ...] = Field(min_length=1, max_length=10)
    findings: Reasons


class ReasonsBody(Body):
    """Why."""

    model_config = example(reasons="申请人已另行办理。")

    reasons: Reasons


class RevocationBody(Body):
    """The authority that revokes an approval, on which ground, and why (行政许可法 69)."""

    model_config = example(
        authority="东胜区民政局",
        ground="deception",
        basis="行政许可法第六十九条第二款",
        reasons="申请材料系伪造。",
    )

    authority: Annotated[Title, AfterValidator(impersonal)]
    ground: RevocationGround
    basis: Reasons
    reasons: Reasons


class PaperCheckBody(Body):
    """What a clerk found of a promised paper that is in."""

    model_config = example(paper="income-proof", good=True, reasons="与原件一致。")

    paper: Code
    good: StrictBool
    reasons: Reasons


class PromiseExtensionBody(Body):
    """Force majeure: so many more units of the paper's own limit, once."""

    model_config = example(paper="income-proof", amount=3, reasons="暴雪致道路中断。")

    paper: Code
    amount: int = Field(ge=1)
    reasons: Reasons
