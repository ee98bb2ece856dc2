"""A partner that knows only docs/events.md and the CloudEvents SDK reaches a staff inbox."""

from datetime import UTC, datetime
from typing import Any

from aiokafka import AIOKafkaProducer
from cloudevents.core.bindings import http, kafka
from cloudevents.core.v1.event import CloudEvent

from shared.identity.roles import Role
from shared.testing.waiting import until
from tests.journeys.town import STREET, Town

POINTS = {"结构": 109.981, "二进制": 109.982, "网页": 109.983, "网页二进制": 109.984}


def sensor_alert(here: Town, name: str) -> CloudEvent:
    device = f"manhole-{here.run}-{POINTS[name]}"
    return CloudEvent(
        {
            "id": device,
            "source": "urn:partner:sensors",
            "type": "jiedao.partner.sensor-alert.raised.v1",
            "subject": device,
            "time": datetime(2026, 9, 7, 1, 0, tzinfo=UTC),
            "datacontenttype": "application/json",
        },
        {
            "device": device,
            "category": "manhole-cover",
            "value": 31.5,
            "unit": "degree",
            "place": f"12 号井 {name}",
            "point": {"lng": POINTS[name], "lat": 39.8216},
        },
    )


async def worker_is_told(here: Town, place: str) -> None:
    incident = await found(here, place)
    await here.told(incident["worker"], "incident-dispatched", incident["id"])


async def found(here: Town, place: str) -> dict[str, Any]:
    seen: list[dict[str, Any]] = []

    async def there() -> bool:
        incidents = await here.pages("grid", "/incidents", Role.SHIFT_LEADER)
        seen.extend(i for i in incidents if i["place"] == place and i["worker"])
        return bool(seen)

    await until(there)
    return seen[0]


async def send_to_kafka(here: Town, message: kafka.KafkaMessage) -> None:
    producer = AIOKafkaProducer(bootstrap_servers=here.bootstrap)
    await producer.start()
    headers = list(message.headers.items())
    await producer.send_and_wait("jiedao.partner.sensors", message.value, headers=headers)
    await producer.stop()


async def test_over_kafka_in_structured_mode(here: Town) -> None:
    await send_to_kafka(here, kafka.to_structured_event(sensor_alert(here, "结构")))
    await worker_is_told(here, "12 号井 结构")


async def test_over_kafka_in_binary_mode(here: Town) -> None:
    await send_to_kafka(here, kafka.to_binary_event(sensor_alert(here, "二进制")))
    await worker_is_told(here, "12 号井 二进制")


async def over_http(here: Town, message: http.HTTPMessage) -> list[dict[str, Any]]:
    token = here.token(Role.PARTNER, "sensors", STREET, partner="sensors")
    response = await here.client.post(
        f"{here.urls['grid']}/events",
        content=message.body,
        headers={**message.headers, "authorization": f"Bearer {token}"},
    )
    assert response.status_code == 202, response.text
    results: list[dict[str, Any]] = response.json()["results"]
    return results


async def test_over_http_in_structured_mode(here: Town) -> None:
    results = await over_http(here, http.to_structured_event(sensor_alert(here, "网页")))
    assert [r["outcome"] for r in results] == ["handled"]
    await worker_is_told(here, "12 号井 网页")


async def test_over_http_in_binary_mode(here: Town) -> None:
    results = await over_http(here, http.to_binary_event(sensor_alert(here, "网页二进制")))
    assert [r["outcome"] for r in results] == ["handled"]
    await worker_is_told(here, "12 号井 网页二进制")
