"""What stands on the topics, kept compactly: keys, places and digests, never a body."""

import hashlib
import json
from dataclasses import dataclass, field
from sys import intern
from typing import Any

from pydantic import ValidationError

from shared.events.base import envelope_model, service_of, topic_of
from shared.events.catalogue import EVENTS, PARTNER

# Besides its cause these tell apart the several aggregates of one kind that one cause may make.
_PARTIES = ("rule", "recipient", "seeker", "post")


@dataclass(frozen=True, slots=True)
class Announced:
    """The first appearance of one of the services' own events; `digest` is of its body.

    `time` is what the event says, `made_at` (ms) when its record was made.
    """

    place: str
    type: str
    subject: str
    sequence: int
    cause: str
    parties: str
    digest: bytes
    time: str
    made_at: int

    @property
    def service(self) -> str:
        """Who announced it."""
        return service_of(self.type)


@dataclass(slots=True)
class Chain:
    """The versions of one aggregate, as they appeared."""

    partition: int
    highest: int = 0
    missing: set[int] = field(default_factory=set)


@dataclass
class Topics:
    """All that was seen on all topics, each partition from its beginning and in its order.

    `published` leads from the place of a partner's record to its ``source|id``, None for one that
    cannot be read. The findings are one line each, for what shows on the topics alone.
    """

    published: dict[str, str | None] = field(default_factory=dict)
    announced: dict[str, Announced] = field(default_factory=dict)
    chains: dict[tuple[str, str], Chain] = field(default_factory=dict)
    resent: int = 0
    inversions: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)

    def see(
        self, topic: str, partition: int, offset: int, value: bytes | None, made_at: int = 0
    ) -> None:
        """Take note of one record, made at an instant (milliseconds since 1970)."""
        place = f"{topic}:{partition}:{offset}"
        if topic.split(".")[1] == PARTNER:
            self.published[place] = _key_of(value)
            return
        try:
            event = json.loads(value or b"")
            envelope_model(EVENTS[event["type"]]).model_validate(event)
            belongs = topic_of(service_of(event["type"])) == topic and event["sequence"]
        except (ValueError, KeyError, TypeError, ValidationError):
            belongs = False
        if not belongs:
            self.unreadable.append(f"unreadable or out of place: {place}")
            return
        digest = hashlib.blake2b(value or b"", digest_size=8).digest()
        seen = _seen(place, event, digest, made_at)
        self._announce(topic, partition, seen, f"{event['source']}|{event['id']}")

    def _announce(self, topic: str, partition: int, seen: Announced, key: str) -> None:
        first = self.announced.setdefault(intern(key), seen)
        if first is not seen:
            self._again(key, first, seen)
            return
        self._follow(self.chains.setdefault((topic, seen.subject), Chain(partition)), seen)

    def _again(self, key: str, first: Announced, seen: Announced) -> None:
        if first.digest == seen.digest:
            self.resent += 1
        else:
            self.doubled.append(f"one id, two contents: {key} at {first.place} and {seen.place}")

    def _follow(self, chain: Chain, seen: Announced) -> None:
        if chain.partition != int(seen.place.split(":")[1]):
            self.inversions.append(f"{seen.subject} stands on two partitions: {seen.place}")
        if seen.sequence > chain.highest:
            chain.missing.update(range(chain.highest + 1, seen.sequence))
            chain.highest = seen.sequence
        elif seen.sequence in chain.missing:
            chain.missing.remove(seen.sequence)
            self.inversions.append(
                f"{seen.subject}: version {seen.sequence} after a later one, {seen.place}"
            )
        else:
            self.doubled.append(f"{seen.subject}: version {seen.sequence} twice, {seen.place}")


def _seen(place: str, event: dict[str, Any], digest: bytes, made_at: int) -> Announced:
    return Announced(
        place,
        intern(event["type"]),
        intern(event["subject"]),
        event["sequence"],
        intern(event.get("causationid", "")),
        "|".join(str(event["data"].get(name, "")) for name in _PARTIES).strip("|"),
        digest,
        event["time"],
        made_at,
    )


def _key_of(value: bytes | None) -> str | None:
    try:
        event = json.loads(value or b"")
        return f"{event['source']}|{event['id']}"
    except (ValueError, KeyError, TypeError):
        return None
