"""What intake announces about applications (办件). Subject: the case."""

from enum import StrEnum
from typing import Any, ClassVar

from pydantic import AwareDatetime, Field

from shared.events.base import EventData, Identifier, PersonRef, Title, Words
from shared.events.parts import Code, JobWish, RejectionGround, StaffRef

PERSON = "per_aaaaaaaaaaaaaaaaaaaaaaaaaa"
CASE: dict[str, Any] = {
    "project_no": "20260907000012",
    "item_code": "elder-allowance",
    "item_name": "高龄津贴申领",
}


class Channel(StrEnum):
    """办理形式: window, kiosk, online, mobile, post, partner system, referred by the grid."""

    WINDOW = "window"
    KIOSK = "kiosk"
    ONLINE = "online"
    MOBILE = "mobile"
    POST = "post"
    GRID = "grid"


class CaseOutcome(StrEnum):
    """办结结果: 准予, 不予许可."""

    APPROVED = "approved"
    REJECTED = "rejected"


class CaseEvent(EventData):
    """What every event about a case tells: its number, its item, and where it came from.

    `reference` is the submitting system's own number; `incident` the grid incident behind it.
    `agent` is the member of staff who acts for the applicant, `agent_person` the relative who does
    (代办); neither ever decides. `bundle` is the one matter (一件事) that it is a part of.
    """

    project_no: Identifier
    item_code: Code
    item_name: Title
    applicant: PersonRef | None = None
    reference: Identifier | None = None
    incident: Identifier | None = None
    agent: StaffRef | None = None
    agent_person: PersonRef | None = None
    bundle: Identifier | None = None


class ApplicationReceived(CaseEvent):
    """Papers were handed in and a receipt given; the clock does not run yet (收件)."""

    type: ClassVar[str] = "jiedao.intake.application.received.v1"
    example: ClassVar[dict[str, Any]] = {**CASE, "channel": "window", "green_channel": False}

    channel: Channel
    green_channel: bool = False


class ApplicationAccepted(CaseEvent):
    """The application was accepted; the limit runs from the next day (受理).

    `deficient` names papers that follow under a promise (容缺); `wish` is there for employment
    registrations. `by_silence`: nobody said anything by the fifth working day, so that it counts as
    accepted since `accepted_at`, when the papers came; `missing` is what the list asks beyond them.
    `reviewed`: it waits for the office's own reviewers; not what is a registration, is done on the
    spot, or is handed to a partner.
    Here as in the other events, ``…_name`` and ``…_names`` say codes of papers in words.
    """

    type: ClassVar[str] = "jiedao.intake.application.accepted.v1"
    example: ClassVar[dict[str, Any]] = {**CASE, "applicant": PERSON, "deficient": []}

    deficient: tuple[Code, ...] = ()
    deficient_names: tuple[Title, ...] = ()
    wish: JobWish | None = None
    missing: tuple[Code, ...] = ()
    missing_names: tuple[Title, ...] = ()
    accepted_at: AwareDatetime | None = None
    by_silence: bool = False
    reviewed: bool | None = None


class ApplicationRefused(CaseEvent):
    """Not accepted: not needed (不受理) or out of competence (不予受理), with reasons."""

    type: ClassVar[str] = "jiedao.intake.application.refused.v1"
    example: ClassVar[dict[str, Any]] = {
        **CASE,
        "ground": "out-of-competence",
        "reasons": "该事项由市级部门办理。",
    }

    ground: str = Field(pattern=r"^(not-required|out-of-competence)$")
    reasons: Words


class CorrectionRequested(CaseEvent):
    """All that is missing, told once (一次性告知).

    `merged`: it is told in the one notice of its matter (一件事), which has an event of its own.
    """

    type: ClassVar[str] = "jiedao.intake.correction.requested.v1"
    example: ClassVar[dict[str, Any]] = {**CASE, "missing": ["household-register"]}

    missing: tuple[Code, ...] = Field(min_length=1)
    missing_names: tuple[Title, ...] = ()
    merged: bool = False


class CorrectionSubmitted(CaseEvent):
    """The applicant handed in what was missing (补正)."""

    type: ClassVar[str] = "jiedao.intake.correction.submitted.v1"
    example: ClassVar[dict[str, Any]] = {**CASE, "papers": ["household-register"]}

    papers: tuple[Code, ...] = ()


class PapersSupplemented(CaseEvent):
    """Promised papers are in (容缺补齐); `deficient` is still to follow.

    `checked`: they were looked at there and then; else ``promise.checked`` says what was found.
    """

    type: ClassVar[str] = "jiedao.intake.papers.supplemented.v1"
    example: ClassVar[dict[str, Any]] = {**CASE, "papers": ["income-proof"], "deficient": []}

    papers: tuple[Code, ...] = Field(min_length=1)
    paper_names: tuple[Title, ...] = ()
    deficient: tuple[Code, ...] = ()
    deficient_names: tuple[Title, ...] = ()
    checked: bool = True


class ReviewStarted(CaseEvent):
    """A reviewer, or the partner agency, works on it (审查)."""

    type: ClassVar[str] = "jiedao.intake.review.started.v1"
    example: ClassVar[dict[str, Any]] = {**CASE, "handed_to": "real-estate"}

    handed_to: Code | None = Field(default=None, description="partner that decides, if one does")


class ApplicationDecided(CaseEvent):
    """Approved or rejected, with reasons (决定); `ground` is the law's for a rejection."""

    type: ClassVar[str] = "jiedao.intake.application.decided.v1"
    example: ClassVar[dict[str, Any]] = {
        **CASE,
        "outcome": "approved",
        "reasons": "符合条件。",
        "decided_by": "real-estate",
    }

    outcome: CaseOutcome
    reasons: Words
    decided_by: Code = Field(
        description="staff reference, partner id, or lapsed-promise where that was its consequence"
    )
    ground: RejectionGround | None = Field(
        default=None, description="of a rejection; absent where the partner that decided named none"
    )
    handed_over: bool = Field(
        default=False, description="the applicant has the result at once, in the same visit"
    )


class ResultDelivered(CaseEvent):
    """The result reached the applicant (送达)."""

    type: ClassVar[str] = "jiedao.intake.result.delivered.v1"
    example: ClassVar[dict[str, Any]] = {**CASE}


class ApplicationWithdrawn(CaseEvent):
    """The applicant withdrew (撤回), or counts as having done so (视为撤回).

    `recalled`: it was asked back during the review, and a reviewer let it go. `deemed`: time
    withdrew it, because papers did not come; nobody did.
    """

    type: ClassVar[str] = "jiedao.intake.application.withdrawn.v1"
    example: ClassVar[dict[str, Any]] = {**CASE, "reasons": "申请人撤回。"}

    reasons: Words
    recalled: bool = False
    deemed: bool = False


class ApplicationReturned(CaseEvent):
    """What was missing was not handed in within the item's limit (退件)."""

    type: ClassVar[str] = "jiedao.intake.application.returned.v1"
    example: ClassVar[dict[str, Any]] = {**CASE, "missing": ["household-register"]}

    missing: tuple[Code, ...] = ()
    missing_names: tuple[Title, ...] = ()
