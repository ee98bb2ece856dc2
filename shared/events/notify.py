"""What notify announces about staff notifications. Subject: the notification or the delivery."""

from typing import Any, ClassVar

from pydantic import Field

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
