"""The envelope: CloudEvents 1.0 with jiedao's extensions."""

from datetime import UTC, datetime
from functools import cache
from typing import Annotated, Any, ClassVar, Generic, Literal, TypeVar, cast

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

D = TypeVar("D", bound="EventData")

OrgCode = Annotated[str, Field(pattern=r"^\d{12}$", description="organisation code, 12 digits")]
PersonRef = Annotated[
    str, Field(pattern=r"^per_[a-z2-7]{26}$", description="pseudonymous reference to a person")
]
Sealed = Annotated[
    str,
    Field(
        max_length=16_384,
        pattern=r"^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]*){4}$",
        description="personal data as compact JWE (ECDH-ES+A256KW, A256GCM) to the consumer's key",
    ),
]
Identifier = Annotated[str, Field(min_length=1, max_length=256)]
Instant = Annotated[
    AwareDatetime,
    # Beyond these a time cannot be moved to another zone, or stored.
    Field(ge=datetime(1900, 1, 1, tzinfo=UTC), lt=datetime(2200, 1, 1, tzinfo=UTC)),
]
Words = Annotated[str, Field(min_length=1, max_length=2000)]
TITLE_LONGEST = 120
Title = Annotated[str, Field(min_length=1, max_length=TITLE_LONGEST)]


class EventData(BaseModel):
    """What one event type says. Readers ignore members that they do not know."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    type: ClassVar[str]
    example: ClassVar[dict[str, Any]]


class Envelope(BaseModel, Generic[D]):
    """One CloudEvent 1.0; `subject` is the aggregate and the Kafka key."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    specversion: Literal["1.0"] = "1.0"
    id: Identifier
    source: Identifier
    type: Identifier
    subject: Identifier
    time: Instant
    datacontenttype: Literal["application/json"] = "application/json"
    dataschema: str | None = None
    sequence: int | None = Field(
        default=None, ge=1, description="version of the aggregate after this event, without gaps"
    )
    correlationid: str | None = Field(
        default=None, max_length=600, description="one id for all that follows from one cause"
    )
    causationid: str | None = Field(
        default=None, max_length=600, description="id of the event or command that caused this one"
    )
    orgunit: OrgCode | None = None
    data: D


AnyEnvelope = Envelope[Any]


@cache
def envelope_model(data: type[EventData]) -> type[AnyEnvelope]:
    """Return the model of a whole event of one type."""
    return cast("type[AnyEnvelope]", Envelope.__class_getitem__(data))


def service_of(event_type: str) -> str:
    """Return the owner in ``jiedao.<owner>.<noun>.<verb>.v1``."""
    return event_type.split(".")[1]


def source_of(service: str) -> str:
    """Return the `source` of a service's own events."""
    return f"urn:jiedao:{service}"


def topic_of(service: str) -> str:
    """Return the topic that a service announces on."""
    return f"jiedao.{service}.events"


def partner_topic(partner: str) -> str:
    """Return the topic that a partner, and nobody else, writes to."""
    return f"jiedao.partner.{partner}"


def schema_of(event_type: str) -> str:
    """Return the `dataschema` of a type."""
    return f"urn:jiedao:schema:{event_type}"


def envelope_of(
    data: EventData,
    *,
    source: str,
    subject: str,
    sequence: int,
    time: datetime,
    correlation: str,
    causation: str,
    orgunit: str,
) -> AnyEnvelope:
    """Wrap a service's own event; a retry gives it the same id (subject and sequence)."""
    return AnyEnvelope(
        id=f"{subject}.{sequence}",
        source=source,
        type=data.type,
        subject=subject,
        time=time,
        dataschema=schema_of(data.type),
        sequence=sequence,
        correlationid=correlation,
        causationid=causation,
        orgunit=orgunit,
        data=data,
    )
