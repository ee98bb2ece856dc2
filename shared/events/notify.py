"""What notify announces to staff. Subject: the notification, the delivery or the escalation."""

from typing import Any, ClassVar

from pydantic import AwareDatetime, Field

from shared.events.base import EventData, Identifier
from shared.events.parts import Code, StaffRef

NOTICE: dict[str, Any] = {
    "rule": "incident-dispatched",
    "recipient": "stf_g0101",
    "about": "inc_aaaaaaaaaaaaaaaaaaaaaaaaaa",
}


class NotificationEvent(EventData):
    """What every event about a notification tells: rule, recipient, and the matter it is about."""

    rule: Code
    recipient: StaffRef
    about: Identifier


class NotificationRaised(NotificationEvent):
    """A rule decided that a member of staff must know."""

    type: ClassVar[str] = "jiedao.notify.notification.raised.v1"
    example: ClassVar[dict[str, Any]] = {**NOTICE, "channels": ["inbox", "email"]}

    channels: tuple[Code, ...] = Field(min_length=1)


class NotificationActed(NotificationEvent):
    """The member of staff acted on it (read is not acted)."""

    type: ClassVar[str] = "jiedao.notify.notification.acted.v1"
    example: ClassVar[dict[str, Any]] = {**NOTICE}


class DeliveryEnded(NotificationEvent):
    """One channel's delivery has an outcome; `unknown` means a crash in mid-send."""

    type: ClassVar[str] = "jiedao.notify.delivery.ended.v1"
    example: ClassVar[dict[str, Any]] = {**NOTICE, "channel": "email", "outcome": "accepted"}

    channel: Code
    outcome: str = Field(pattern=r"^(accepted|rejected|unknown)$")
    attempts: int = Field(default=1, ge=1)


ESCALATION: dict[str, Any] = {"rule": "incident-overdue", "about": NOTICE["about"]}
DUE = "2026-09-07T11:30:00+08:00"


class EscalationEvent(EventData):
    """What every event about an escalation tells: the rule behind it, and the matter."""

    rule: Code
    about: Identifier


class EscalationRaised(EscalationEvent):
    """One of those told must acknowledge by `due_at`, else the next in the chain is told."""

    type: ClassVar[str] = "jiedao.notify.escalation.raised.v1"
    example: ClassVar[dict[str, Any]] = {**ESCALATION, "told": ["stf_g0001"], "due_at": DUE}

    told: tuple[StaffRef, ...] = Field(min_length=1)
    due_at: AwareDatetime


class EscalationStepped(EscalationEvent):
    """Nobody acknowledged in time, and the next ones were told."""

    type: ClassVar[str] = "jiedao.notify.escalation.stepped.v1"
    example: ClassVar[dict[str, Any]] = {
        **ESCALATION,
        "step": 1,
        "told": ["stf_d0001"],
        "due_at": DUE,
    }

    step: int = Field(ge=1, description="how often it has been passed on")
    told: tuple[StaffRef, ...] = Field(min_length=1)
    due_at: AwareDatetime


class EscalationAcknowledged(EscalationEvent):
    """Somebody took it on."""

    type: ClassVar[str] = "jiedao.notify.escalation.acknowledged.v1"
    example: ClassVar[dict[str, Any]] = {**ESCALATION, "step": 0, "by": "stf_g0001"}

    step: int = Field(ge=0)
    by: StaffRef


class EscalationClosed(EscalationEvent):
    """It became moot by what happened to the matter: `because` is the type of that event."""

    type: ClassVar[str] = "jiedao.notify.escalation.closed.v1"
    example: ClassVar[dict[str, Any]] = {
        **ESCALATION,
        "step": 0,
        "because": "jiedao.grid.incident.closed.v1",
    }

    step: int = Field(ge=0)
    because: Identifier
