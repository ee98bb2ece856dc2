"""What to do next: URLs, one token a role, and two things to try."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from deploy.sandbox.environment import Surroundings, database_of
from deploy.sandbox.tokens import SPEAKERS, token_for
from shared.events.catalogue import SERVICES
from shared.testing.servers.process import LOCALHOST


def endpoints(around: Surroundings) -> dict[str, Any]:
    """Return what endpoints.json holds."""
    urls = {service: around.url(service) for service in SERVICES}
    return {
        "services": urls,
        "metrics": {service: f"{url}/metrics" for service, url in urls.items()},
        "kafka": around.bootstrap,
        "mongo": around.mongo_url,
        "databases": {service: database_of(service) for service in SERVICES},
        "smtp": f"{LOCALHOST}:{around.smtp_port}",
        "tokens": {role.value: token_for(around.issuer, role) for role in SPEAKERS},
    }


def guide(content: Mapping[str, Any]) -> str:
    """Return what a person reads once the day has been played."""
    services = content["services"]
    lines = ["", "服务 / services"]
    lines += [f"  {name:<8}{url}  ({url}/openapi.json)" for name, url in services.items()]
    lines += [f"  Kafka   {content['kafka']}", f"  MongoDB {content['mongo']}", ""]
    lines += ["令牌 / tokens（12 小时有效，也可用 make token ROLE=… ORG=…）"]
    lines += [f"  {role.value:<13}{role.zh}  {content['tokens'][role.value]}" for role in SPEAKERS]
    return "\n".join([*lines, "", *_to_try(services), "", _END])


def _to_try(services: Mapping[str, str]) -> list[str]:
    order = f"12345-{datetime.now(UTC):%H%M%S}"
    event = {
        "specversion": "1.0",
        "id": order,
        "source": "urn:partner:hotline",
        "type": "jiedao.partner.hotline-order.placed.v1",
        "subject": order,
        "time": datetime.now(UTC).isoformat(timespec="seconds"),
        "data": {
            "order_no": order,
            "kind": "complaint",
            "category": "street-rubbish",
            "text": "小区东门外垃圾两天没有清运。",
            "place": "鄂托克西街小区东门",
            "point": {"lng": 109.9872, "lat": 39.8216},
        },
    }
    return [
        "试一试 1：以 12345 热线的身份报一件事 / try 1: report a matter as the 12345 hotline",
        f"  curl -sS {services['grid']}/events -H 'Content-Type: application/cloudevents+json' \\",
        '    -H "Authorization: Bearer $(make -s token ROLE=partner ORG=150602013000)" \\',
        f"    -d '{json.dumps(event, ensure_ascii=False)}'",
        "试一试 2：看值班长的待办 / try 2: read the shift leader's inbox",
        f"  curl -sS {services['notify']}/inbox \\",
        '    -H "Authorization: Bearer $(make -s token ROLE=shift_leader)"',
        "窗口能办的每件事，逐条照做 / everything at the counter, line by line: docs/counter.md",
    ]


_END = "按 Ctrl-C 结束并对账 / Ctrl-C ends and reconciles."
