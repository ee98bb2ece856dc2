"""What is known of an incident, before anything is done with it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from services.grid.domain.states import State
from shared.deadlines import Timed
from shared.values import Point


class Channel(StrEnum):
    """Who saw it: worker, resident, the 12345 hotline, a sensor, a bad rating."""

    WORKER = "worker"
    RESIDENT = "resident"
    HOTLINE = "hotline"
    SENSOR = "sensor"
    RATING = "rating"


class Unlocated(StrEnum):
    """Why a person must say where it is."""

    NO_POINT = "no-point"
    OUTSIDE_MAP = "outside-map"


@dataclass(frozen=True)
class IncidentRecord(Timed):
    """One matter; `number` is what staff and residents quote.

    `orgunit` is the community once it is located, the reporter's organisation before. `worker` is
    who must act, `handled_by` who did. `case` is intake's case: of a bad rating, or of the help
    that was asked for. `sign_by` and `return_by` stay set after the signature, as a record.
    `supervised` (督办) since one of its clocks ran out.
    """

    id: str
    version: int
    number: str
    orgunit: str
    channel: Channel
    category: str
    category_name: str
    text: str
    reported_at: datetime
    state: State = State.REPORTED
    place: str | None = None
    point: Point | None = None
    cell: str | None = None
    unlocated: Unlocated | None = None
    worker: str | None = None
    sign_by: datetime | None = None
    return_by: datetime | None = None
    lapses: int = 0
    help_item: str | None = None
    case: str | None = None
    handled_by: str | None = None
    solved: bool | None = None
    result: str | None = None
    fed_back_at: datetime | None = None
    supervised: bool = False
    verified_by: str | None = None
    revisit_owed: bool = False
    public_answer: str | None = None
    ended_at: datetime | None = None
