"""What grid hears: partners' sightings, and intake's ratings and outcomes."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from services.grid.application.filing import ReportIncident
from services.grid.application.follow_up_rating import (
    MENDED,
    UNTRUE,
    FollowUpRating,
    SettleRating,
    follow_up_rating,
    settle_rating,
)
from services.grid.application.help import AnswerHelp, answer_help
from services.grid.application.ports import Work
from services.grid.application.report_incident import report_incident
from services.grid.domain.record import Channel
from shared.events.base import AnyEnvelope, Envelope
from shared.events.intake import (
    ApplicationDecided,
    ApplicationRefused,
    ApplicationReturned,
    ApplicationWithdrawn,
    CaseEvent,
)
from shared.events.intake_lifecycle import (
    AcceptanceRevoked,
    ApplicationPreRejected,
    ApplicationTerminated,
)
from shared.events.intake_ratings import RatingClosed, RatingFoundUntrue, ServiceRated
from shared.events.partners import HotlineKind, HotlineOrderPlaced, SensorAlertRaised
from shared.events.parts import Coordinates, Unit
from shared.messaging.hearing import Handler
from shared.privacy.jwe import ServiceKey
from shared.privacy.sealed_member import opened
from shared.storage.work import Kind
from shared.values import Point

Needs = Callable[[AnyEnvelope], Mapping[Kind[Any], Sequence[str]]]

HEARD = (
    HotlineOrderPlaced,
    SensorAlertRaised,
    ServiceRated,
    RatingClosed,
    RatingFoundUntrue,
    ApplicationDecided,
    ApplicationRefused,
    ApplicationWithdrawn,
    ApplicationReturned,
    ApplicationPreRejected,
    AcceptanceRevoked,
    ApplicationTerminated,
)


class Ears:
    """Translates events into use cases.

    Args:
        key: opens partners' sealed members.
    """

    def __init__(self, key: ServiceKey) -> None:
        self._key = key

    async def on_hotline_order_placed(
        self, event: Envelope[HotlineOrderPlaced], work: Work
    ) -> None:
        """A 12345 order is a report by the caller."""
        order = event.data
        report = ReportIncident(
            channel=Channel.HOTLINE,
            category=order.category,
            text=order.text,
            place=order.place,
            point=_point(order.point),
            asks_help=order.kind is HotlineKind.HELP,
            reference=order.order_no,
            reporter=opened(self._key, order.sealed),
        )
        await report_incident(report, work)

    async def on_sensor_alert_raised(self, event: Envelope[SensorAlertRaised], work: Work) -> None:
        """An alert is a report by a device."""
        alert = event.data
        report = ReportIncident(
            channel=Channel.SENSOR,
            category=alert.category,
            text=f"设备 {alert.device} 报警{_measured(alert)}。",
            place=alert.place,
            point=_point(alert.point),
            reference=alert.device,
        )
        await report_incident(report, work)

    async def on_service_rated(self, event: Envelope[ServiceRated], work: Work) -> None:
        """A bad rating becomes a task."""
        rated = event.data
        task = FollowUpRating(
            event.subject, rated.bad, rated.case, rated.project_no, rated.item_name
        )
        await follow_up_rating(task, work)

    async def on_rating_closed(self, event: Envelope[RatingClosed], work: Work) -> None:
        """The counter mended it, visited and closed it."""
        await settle_rating(SettleRating(event.subject, MENDED), work)

    async def on_rating_found_untrue(self, event: Envelope[RatingFoundUntrue], work: Work) -> None:
        """The counter verified it, and it is not true or was a mistake."""
        await settle_rating(SettleRating(event.subject, UNTRUE), work)

    async def on_application_decided(self, event: Envelope[ApplicationDecided], work: Work) -> None:
        """A case behind a request for help was decided."""
        await self._outcome(event, event.data.outcome.value, work)

    async def on_application_refused(self, event: Envelope[ApplicationRefused], work: Work) -> None:
        """It was not accepted."""
        await self._outcome(event, "refused", work)

    async def on_application_withdrawn(
        self, event: Envelope[ApplicationWithdrawn], work: Work
    ) -> None:
        """It was withdrawn."""
        await self._outcome(event, "withdrawn", work)

    async def on_application_returned(
        self, event: Envelope[ApplicationReturned], work: Work
    ) -> None:
        """What was missing never came: given up, as where the item deems it withdrawn."""
        await self._outcome(event, "withdrawn", work)

    async def on_application_pre_rejected(
        self, event: Envelope[ApplicationPreRejected], work: Work
    ) -> None:
        """It was not even taken in."""
        await self._outcome(event, "refused", work)

    async def on_acceptance_revoked(self, event: Envelope[AcceptanceRevoked], work: Work) -> None:
        """A promise about its papers was broken, and its acceptance taken back."""
        await self._outcome(event, "refused", work)

    async def on_application_terminated(
        self, event: Envelope[ApplicationTerminated], work: Work
    ) -> None:
        """A promise about its papers was broken, and it was ended."""
        await self._outcome(event, "refused", work)

    async def _outcome(self, event: Envelope[Any], outcome: str, work: Work) -> None:
        case: CaseEvent = event.data
        command = AnswerHelp(case.incident, event.subject, outcome)
        await answer_help(command, work)


def handlers(key: ServiceKey, needs: Needs) -> list[Handler[Any]]:
    """Return what grid does with each event type.

    `key` opens sealed members; `needs` names what sightings look up.
    """
    ears = Ears(key)
    return [
        Handler(HotlineOrderPlaced, ears.on_hotline_order_placed, needs),
        Handler(SensorAlertRaised, ears.on_sensor_alert_raised, needs),
        Handler(ServiceRated, ears.on_service_rated),
        Handler(RatingClosed, ears.on_rating_closed),
        Handler(RatingFoundUntrue, ears.on_rating_found_untrue),
        Handler(ApplicationDecided, ears.on_application_decided),
        Handler(ApplicationRefused, ears.on_application_refused),
        Handler(ApplicationWithdrawn, ears.on_application_withdrawn),
        Handler(ApplicationReturned, ears.on_application_returned),
        Handler(ApplicationPreRejected, ears.on_application_pre_rejected),
        Handler(AcceptanceRevoked, ears.on_acceptance_revoked),
        Handler(ApplicationTerminated, ears.on_application_terminated),
    ]


def _measured(alert: SensorAlertRaised) -> str:
    if alert.reading is not None:
        return f"，读数 {alert.reading.value:g} {_WRITTEN[alert.reading.unit]}"
    return f"，设备称“{alert.words}”" if alert.words else ""


_WRITTEN = {
    Unit.DEGREE: "度",
    Unit.CELSIUS: "摄氏度",
    Unit.PERCENT: "%",
    Unit.PERCENT_LEL: "%LEL",
    Unit.PARTS_PER_MILLION: "ppm",
    Unit.MILLIMETRE: "毫米",
    Unit.CENTIMETRE: "厘米",
    Unit.METRE: "米",
    Unit.KILOPASCAL: "千帕",
    Unit.DECIBEL: "分贝",
    Unit.TURBIDITY: "NTU",
    Unit.MICROGRAM_PER_CUBIC_METRE: "微克/立方米",
    Unit.MILLIGRAM_PER_CUBIC_METRE: "毫克/立方米",
}


def _point(where: Coordinates | None) -> Point | None:
    return None if where is None else Point(where.lng, where.lat)
