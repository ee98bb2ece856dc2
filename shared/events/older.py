"""Versions that were replaced, and the pure function that makes each the next one.

They stay for ever: partners change in their own time, and topics, ledgers and archives hold them.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from pydantic import Field

from shared.events.base import EventData
from shared.events.partners import POINT, SensorAlertRaised
from shared.events.parts import Code, Coordinates, Place, Reading, Unit


@dataclass(frozen=True)
class Upcaster:
    """`by` makes a valid `old` a valid `new`; it never fails and loses nothing that was said."""

    old: type[EventData]
    new: type[EventData]
    by: Callable[[Any], EventData]


class SensorAlertRaisedV1(EventData):
    """A device on the block saw something; `value` is in `unit`, a free text."""

    type: ClassVar[str] = "jiedao.partner.sensor-alert.raised.v1"
    example: ClassVar[dict[str, Any]] = {
        "device": "manhole-0421",
        "category": "manhole-cover",
        "value": 31.5,
        "unit": "degree",
        "place": "伊金霍洛西街 12 号井",
        "point": POINT,
    }

    device: Code
    category: Code
    value: float | None = None
    unit: str | None = Field(default=None, max_length=32)
    place: Place | None = None
    point: Coordinates | None = None


# How vendors write the units. "度" is not here: an angle for one is a temperature for another.
_SPELLINGS = {
    Unit.DEGREE: ("degree", "degrees", "deg", "°"),
    Unit.CELSIUS: ("℃", "°c", "celsius"),
    Unit.PERCENT: ("%", "percent"),
    Unit.PERCENT_LEL: ("%lel", "%{lel}"),
    Unit.PARTS_PER_MILLION: ("ppm", "[ppm]"),
    Unit.MILLIMETRE: ("mm", "毫米"),
    Unit.CENTIMETRE: ("cm", "厘米"),
    Unit.METRE: ("m", "米"),
    Unit.KILOPASCAL: ("kpa", "千帕"),
    Unit.DECIBEL: ("db", "db(a)", "dba", "分贝"),
    Unit.TURBIDITY: ("ntu", "{ntu}"),
    Unit.MICROGRAM_PER_CUBIC_METRE: ("ug/m3", "μg/m3", "μg/m³", "µg/m³"),
    Unit.MILLIGRAM_PER_CUBIC_METRE: ("mg/m3", "mg/m³"),
}
_UNITS = {spelling: unit for unit, spellings in _SPELLINGS.items() for spelling in spellings}


def with_a_reading(alert: SensorAlertRaisedV1) -> SensorAlertRaised:
    """Make value and free text one reading; what no unit covers is kept in words."""
    written = (alert.unit or "").strip()
    unit, value = _UNITS.get(written.lower()), alert.value
    reading = None
    if unit is not None and value is not None and math.isfinite(value):
        reading = Reading(value=value, unit=unit)
    said = f"{'' if value is None else value} {written}".strip()
    return SensorAlertRaised(
        device=alert.device,
        category=alert.category,
        reading=reading,
        words=None if reading else said or None,
        place=alert.place,
        point=alert.point,
    )


UPCASTERS = (Upcaster(SensorAlertRaisedV1, SensorAlertRaised, with_a_reading),)
