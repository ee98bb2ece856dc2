import asyncio

import pytest
from prometheus_client.parser import text_string_to_metric_families

from shared.web.health import Check, Checks
from tests.shared.web.app import service


async def well() -> Check:
    return Check(ok=True, detail="lag 0")


async def stuck() -> Check:
    await asyncio.Event().wait()
    return Check(ok=True)


def broken() -> Check:
    raise ConnectionError("mongodb://user:password@host")


async def test_a_service_is_alive_without_being_ready() -> None:
    under_test = service()
    under_test.checks.add("consumer", well)
    under_test.checks.add("relay", stuck)
    under_test.checks.add("store", broken)
    async with under_test.client(None) as client:
        alive, ready = await client.get("/livez"), await client.get("/readyz")
    assert (alive.status_code, ready.status_code) == (200, 503)
    assert ready.json()["checks"] == {
        "consumer": {"ok": True, "detail": "lag 0"},
        "relay": {"ok": False, "detail": "no answer within 0.05 s"},
        "store": {"ok": False, "detail": "ConnectionError"},
    }


async def test_a_service_whose_parts_are_well_is_ready() -> None:
    under_test = service()
    under_test.checks.add("store", lambda: Check(ok=True))
    async with under_test.client(None) as client:
        answer = await client.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (200, "ready")


async def test_a_loop_that_has_not_come_round_for_too_long_is_not_alive() -> None:
    under_test, silent = service(), {"consumer": 60.0, "relay": 0.0}
    under_test.checks.watch("consumer", lambda: silent["consumer"])
    under_test.checks.watch("relay", lambda: silent["relay"])
    async with under_test.client(None) as client:
        assert (await client.get("/livez")).status_code == 200
        silent["consumer"] = 60.25
        answer = await client.get("/livez")
    assert answer.status_code == 503
    assert answer.json() == {"service": "intake", "status": "hung", "loops": {"consumer": 60.2}}


def test_a_check_has_one_owner() -> None:
    checks = Checks()
    checks.add("store", well)
    with pytest.raises(ValueError, match="registered already"):
        checks.add("store", well)


async def test_requests_are_counted_by_template_and_never_by_address() -> None:
    under_test = service()
    async with under_test.client() as client:
        await client.get("/notes/n7")
        await client.get("/notes/per_secret")
        await client.get("/anything/13800001234")
        await client.request("BREW", "/notes")
        shown = await client.get("/metrics")
    counted = {
        (sample.labels["method"], sample.labels["route"], sample.labels["status"])
        for family in text_string_to_metric_families(shown.text)
        for sample in family.samples
        if sample.name == "jiedao_http_requests_total"
    }
    assert ("GET", "/notes/{note}", "200") in counted
    assert ("GET", "/notes/{note}", "404") in counted
    assert ("GET", "unmatched", "404") in counted
    assert {method for method, _, _ in counted} == {"GET", "OTHER"}
    assert "13800001234" not in shown.text
