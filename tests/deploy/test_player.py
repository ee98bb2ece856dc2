import json
from pathlib import Path

from aiokafka.errors import KafkaError, MessageSizeTooLargeError

from deploy.sandbox.day import Line
from deploy.sandbox.player import Player, Sealer
from deploy.sandbox.registry import PARTNERS_FILE
from shared.events.catalogue import SERVICES
from shared.events.partners import HotlineOrderPlaced
from shared.messaging.partners import Partners
from shared.privacy.jwe import ServiceKey

PARTNERS = Partners.load(PARTNERS_FILE)
KEYS = {service: ServiceKey.generate(f"{service}-1") for service in SERVICES}
SEALER = Sealer({s: k.public_jwks()["keys"][0] for s, k in KEYS.items()}, PARTNERS)
TOPIC = "jiedao.partner.hotline"


class Bus:
    """An honest bus: numbers what it is sent; may be away for the first sends."""

    def __init__(self, away: int = 0) -> None:
        self.bodies: list[bytes] = []
        self._away = away

    async def send(self, topic: str, key: str | None, type_: str, body: bytes) -> tuple[int, int]:
        assert topic
        assert key
        assert type_ == ""
        if self._away:
            self._away -= 1
            raise KafkaError
        self.bodies.append(body)
        return 0, len(self.bodies) - 1


class Narrow(Bus):
    """Refuses the first record as too large."""

    async def send(self, topic: str, key: str | None, type_: str, body: bytes) -> tuple[int, int]:
        if not self.bodies:
            self.bodies.append(b"")
            raise MessageSizeTooLargeError
        return await super().send(topic, key, type_, body)


class Waits:
    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(round(seconds, 6))


def lines(*offsets: float | None) -> list[Line]:
    return [Line(n, TOPIC, {"id": str(n)}, offset) for n, offset in enumerate(offsets, 1)]


async def test_a_long_day_takes_fifteen_seconds_and_speed_shortens_it(tmp_path: Path) -> None:
    for speed, expected in ((1.0, [7.5, 7.5]), (2.0, [3.75, 3.75])):
        bus, waits = Bus(), Waits()
        await Player(bus.send, SEALER, tmp_path / "p").play(lines(0, 1000, 2000), speed, waits)
        assert waits.seconds == expected


async def test_a_short_file_keeps_its_own_pace_and_lines_without_offset_do_not_wait(
    tmp_path: Path,
) -> None:
    bus, waits = Bus(), Waits()
    await Player(bus.send, SEALER, tmp_path / "p").play(lines(None, 3, None, 5), 1, waits)
    assert waits.seconds == [3, 2]
    assert [json.loads(body)["id"] for body in bus.bodies] == ["1", "2", "3", "4"]


async def test_every_record_and_its_place_is_written_down(tmp_path: Path) -> None:
    player = Player(Bus().send, SEALER, tmp_path / "p")
    await player.play(lines(None, None), 1, Waits())
    rows = [json.loads(row) for row in (tmp_path / "p").read_text().splitlines()]
    assert [(r["line"], r["topic"], r["partition"], r["offset"]) for r in rows] == [
        (1, TOPIC, 0, 0),
        (2, TOPIC, 0, 1),
    ]


async def test_what_the_bus_did_not_take_is_sent_again(tmp_path: Path) -> None:
    bus = Bus(away=1)
    player = Player(bus.send, SEALER, tmp_path / "p")
    await player.play(lines(None), 1, Waits())
    assert len(bus.bodies) == len(player.posted) == 1


async def test_what_is_too_large_for_the_bus_is_said_and_holds_nobody_up(tmp_path: Path) -> None:
    player = Player(Narrow().send, SEALER, tmp_path / "p")
    await player.play(lines(None, None), 1, Waits())
    assert player.too_large == [1]
    assert [posted.line for posted in player.posted] == [2]


def test_personal_data_is_sealed_to_the_consuming_service_and_nothing_else_changed() -> None:
    data = {"order_no": "1", "sealed": {"name": "张三", "phone": "13800001234"}}
    event = {"type": HotlineOrderPlaced.type, "data": data}
    sealed = SEALER.sealed(Line(1, TOPIC, event, None))
    assert KEYS["grid"].unseal(sealed["data"]["sealed"]) == data["sealed"]
    assert sealed == {**event, "data": {**data, "sealed": sealed["data"]["sealed"]}}


def test_what_holds_no_sealed_object_is_published_as_it_is() -> None:
    for data in ({"sealed": "a.b.c.d.e"}, "text", None, {"sealed": None}):
        event = {"type": HotlineOrderPlaced.type, "data": data}
        assert SEALER.sealed(Line(1, TOPIC, event, None)) is event
