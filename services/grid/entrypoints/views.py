"""What callers see. No personal data stands here but the masked contact of a report."""

from collections.abc import Mapping
from datetime import datetime
from typing import Self

from pydantic import Field

from services.grid.domain.cell import Cell
from services.grid.domain.incident import Incident
from services.grid.domain.record import Channel, Unlocated
from services.grid.domain.report import Report
from services.grid.domain.states import State
from shared.calendar import Alert
from shared.deadlines.views import Local
from shared.web.conditional import etag
from shared.web.idempotency import Answer
from shared.web.views import View


class PointView(View):
    """Degrees, CGCS2000."""

    lng: float
    lat: float


class IncidentView(View):
    """An incident as staff see it; `unlocated` says why it waits for a location.

    `due_at` is when the first of its clocks falls due, `alert` the worst that was announced.
    """

    id: str
    version: int
    incident_no: str = Field(validation_alias="number")
    state: State
    channel: Channel
    category: str
    category_name: str
    text: str
    orgunit: str
    place: str | None
    point: PointView | None
    cell: str | None
    unlocated: Unlocated | None
    worker: str | None
    sign_by: datetime | None
    return_by: datetime | None
    due_at: Local | None
    alert: Alert = Field(validation_alias="announced")
    supervised: bool
    lapses: int
    help_item: str | None
    case: str | None
    handled_by: str | None
    solved: bool | None
    result: str | None
    verified_by: str | None
    revisit_owed: bool
    public_answer: str | None
    reported_at: datetime
    ended_at: datetime | None

    @classmethod
    def of(cls, incident: Incident) -> Self:
        """Show an incident."""
        return cls.model_validate(incident)


class ReportView(View):
    """A report as its reporter and staff see it."""

    id: str
    version: int
    incident: str
    channel: Channel
    reference: str | None
    text: str
    joined: bool
    reporter: str | None
    public_answer: str | None
    reported_at: datetime
    answered_at: datetime | None

    @classmethod
    def of(cls, report: Report) -> Self:
        """Show a report."""
        return cls.model_validate(report)


class MaskedContact(View):
    """Who reported, masked; ``POST /people/{ref}/disclosures`` shows a contact."""

    name: str | None
    phone: str | None
    id_number: str | None
    address: str | None


class ReportDetail(ReportView):
    """A report with its reporter's masked contact, if one was given."""

    contact: MaskedContact | None = None


class ReceiptView(View):
    """What a reporter gets in hand: the report to ask after, and the incident behind it."""

    report: str
    incident: str
    incident_no: str
    joined: bool = Field(description="others have reported the same matter already")
    state: State


class CellView(View):
    """One cell of the map; `ring` is closed, (lng, lat) in degrees."""

    cell: str = Field(validation_alias="code")
    community: str
    community_name: str
    worker: str
    ring: tuple[tuple[float, float], ...]


class CellsView(View):
    """The whole map."""

    items: tuple[CellView, ...]


def shown(status: int, view: IncidentView | ReceiptView, version: int) -> Answer:
    """Return a view as a command's answer."""
    return Answer(status, view.as_json(), etag(version))


def cell_view(cell: Cell, workers: Mapping[str, str], leader: str) -> CellView:
    """Show a cell and who is on duty there."""
    worker = workers.get(cell.code, leader)
    return CellView(
        cell=cell.code,
        community=cell.community,
        community_name=cell.community_name,
        worker=worker,
        ring=cell.ring,
    )
