"""A partner sends rubbish: it alone is held, operators are told, and one command resumes it."""

from typing import Any

from shared.identity.roles import Role
from shared.testing.waiting import until
from tests.journeys.town import Town
from tests.shared.messaging.line import publish

TOPIC = "jiedao.partner.gig-feed"


async def consumer_of_jobs(here: Town) -> dict[str, Any]:
    answer = await here.client.get(f"{here.urls['jobs']}/readyz")
    check: dict[str, Any] = answer.json()["checks"]["consumer"]
    return check


async def test_a_source_of_rubbish_is_held_told_of_and_resumed(here: Town) -> None:
    await publish(here.bootstrap, TOPIC, [b"{rubbish"] * 60)

    async def paused() -> bool:
        return f"paused: {TOPIC}" in (await consumer_of_jobs(here))["detail"]

    await until(paused)
    assert (await consumer_of_jobs(here))["ok"]
    await here.told("stf_o0001", "source-paused-jobs", "gig-feed")
    metrics = (await here.client.get(f"{here.urls['jobs']}/metrics")).text
    assert f'jiedao_source_paused{{topic="{TOPIC}"}} 1.0' in metrics

    source = await here.call(
        "POST",
        "jobs",
        "/sources/gig-feed/resume",
        role=Role.OPERATOR,
        body={"reason": "对方已修复编码问题"},
    )
    assert (source["paused"], source["invalid"]) == (False, 60)

    async def resumed() -> bool:
        return not await paused()

    await until(resumed)
