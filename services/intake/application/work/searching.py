"""What staff ask of the lists: whose desk it is, and what is looked for."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Desk:
    """Who works through a queue: `scope` is a 12-digit organisation, `now` the present.

    `point` is the service point whose work is asked for; None: of all of them.
    """

    scope: str
    staff: str
    now: datetime
    point: str | None = None


@dataclass(frozen=True)
class Sought:
    """What an application must have to be found; None asks for nothing.

    `received_from` and `received_to` are instants, the latter not included.
    """

    item_code: str | None = None
    state: str | None = None
    claimed_by: str | None = None
    point: str | None = None
    applicant: str | None = None
    received_from: datetime | None = None
    received_to: datetime | None = None
