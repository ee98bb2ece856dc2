"""Checking: every event by the reader of the service that will answer for it."""

from dataclasses import dataclass
from typing import Any

from shared.events.base import EventData
from shared.events.catalogue import CONSUMERS, EVENTS, SERVICES
from shared.events.codec import decode
from shared.events.conform.pieces import Piece
from shared.messaging.arrival import sealed_on_arrival
from shared.messaging.naming import named
from shared.messaging.partners import Partner, Partners
from shared.messaging.reading import Reader
from shared.messaging.records import Record
from shared.privacy.jwe import ServiceKey
from shared.values import Invalid


@dataclass(frozen=True)
class Checked:
    """What was found of one event.

    Args:
        piece: its bytes and place.
        id: as far as it can be read and shown, like `source` and `type`.
        partner: who sends it; None when nobody is registered for its source.
        error: why no service would take it; None when it conforms.
        repeats: the number of an earlier event with the same source and id.
    """

    piece: Piece
    id: str | None
    source: str | None
    type: str | None
    partner: Partner | None
    error: Invalid | None
    repeats: int | None = None

    @property
    def service(self) -> str | None:
        """The service that hears it; None when it does not conform."""
        return CONSUMERS.get(self.type or "") if self.error is None else None


class Checker:
    """Checks events one after another.

    Args:
        partners: the registry.
        speaker: whose events these are; None: the partner of each event's source.
        door: whether they go through the HTTP door, which seals plain personal data.
    """

    def __init__(self, partners: Partners, speaker: Partner | None, *, door: bool) -> None:
        self._partners = partners
        self._speaker = speaker
        self._readers = [Reader(name, _heard_by(name), partners) for name in SERVICES]
        # Nobody will open what is sealed here: a key for the length of this run will do.
        self._key = ServiceKey.generate("conform").public_jwks()["keys"][0] if door else None
        self._numbers: dict[tuple[str, str], int] = {}

    def check(self, piece: Piece) -> Checked:
        """Say what the services would say of this event."""
        said: dict[str, Any] = named(_record("", piece.raw), "id", "source", "type")
        partner = self._speaker or self._partners.of_source(said["source"] or "")
        try:
            self._read(piece.raw, partner)
        except Invalid as error:
            return Checked(piece, partner=partner, error=error, **said)
        key = (str(said["source"]), str(said["id"]))
        first = self._numbers.setdefault(key, piece.number)
        repeats = None if first == piece.number else first
        return Checked(piece, partner=partner, error=None, repeats=repeats, **said)

    def _read(self, raw: bytes, partner: Partner | None) -> None:
        if partner is None:
            decode({}, raw)
            raise self._stranger()
        body = sealed_on_arrival(raw, self._key) if self._key else raw
        for reader in self._readers:
            # One service answers for it; to the others it is nothing.
            reader.read(_record(partner.topic, body))

    def _stranger(self) -> Invalid:
        known = [source for partner in self._partners.partners for source in partner.sources]
        return Invalid(
            "unknown-source",
            f"这个来源（source）没有登记；已登记的有：{'、'.join(known)}。",
            f"No partner is registered under that source; registered are: {', '.join(known)}.",
            "source",
        )


def _heard_by(service: str) -> dict[str, type[EventData]]:
    return {type_: EVENTS[type_] for type_, hearer in CONSUMERS.items() if hearer == service}


def _record(topic: str, raw: bytes) -> Record:
    return Record(topic, "conform", (), raw)
