"""What can become of one attempt to send: a closed union."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Accepted:
    """The other side took responsibility for it."""


@dataclass(frozen=True)
class Rejected:
    """It will never be taken; `reason` is a short code without anybody's data."""

    reason: str


@dataclass(frozen=True)
class Retry:
    """It was surely not taken this time, and may be later."""

    reason: str


@dataclass(frozen=True)
class Unknown:
    """It was handed over and no answer came: it may have arrived."""

    reason: str


Outcome = Accepted | Rejected | Retry | Unknown


@dataclass(frozen=True, repr=False)
class Mail:
    """One mail as it is to be sent; it is not printable, because it holds an address."""

    message_id: str
    to: str
    to_name: str
    subject: str
    body: str
