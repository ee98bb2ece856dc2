"""compose.yaml says what the code says: no container engine is needed to see it."""

import os
import re
import subprocess
from importlib import import_module
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any

import httpx2
import pytest
from starlette.responses import PlainTextResponse
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from deploy.docs.language import PARTNERS
from deploy.keys import ISSUER, makers
from shared.events.base import topic_of
from shared.events.catalogue import PARTITIONS, PARTNER_RETENTION_MS, SERVICES
from shared.events.codec import BUS_MAX_BYTES
from shared.messaging.settings import BusSettings
from shared.observability.metrics import Metrics
from shared.service import ServiceSettings
from shared.web.health import Checks, health_router
from tests.architecture.composed import (
    COMPOSE,
    CONTAINERS,
    DOCKERFILE,
    PROMETHEUS,
    by_default,
    environment,
    health_path,
)
from tests.architecture.tree import ROOT

INIT = (ROOT / "deploy" / "mongo" / "init.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("service", SERVICES)
def test_every_variable_of_a_service_is_a_setting_it_has(service: str) -> None:
    settings = import_module(f"services.{service}.settings").Settings
    known = {f"{service.upper()}_{name.upper()}" for name in settings.model_fields}
    bus = {f"KAFKA_{name.upper()}" for name in BusSettings.model_fields}
    assert environment(service).keys() - known - bus == {"FORWARDED_ALLOW_IPS"}


@pytest.mark.parametrize(
    ("comes_from", "heard"),
    [("172.29.101.1", "203.0.113.7"), ("172.29.101.9", "172.29.101.9"), ("10.0.0.4", "10.0.0.4")],
)
@pytest.mark.parametrize("service", SERVICES)
async def test_the_proxy_at_the_gateway_is_believed_and_nobody_else(
    service: str, comes_from: str, heard: str
) -> None:
    async def told(scope: Any, receive: Any, send: Any) -> None:
        await PlainTextResponse(scope["client"][0])(scope, receive, send)

    # A caller who claims to be somebody else: the proxy wrote down behind it whom it saw.
    claim = {"X-Forwarded-For": "198.51.100.1, 203.0.113.7"}
    trusted = environment(service)["FORWARDED_ALLOW_IPS"]
    app: Any = ProxyHeadersMiddleware(told, trusted)
    transport = httpx2.ASGITransport(app, client=(comes_from, 4711))
    async with httpx2.AsyncClient(transport=transport, base_url="http://test") as caller:
        assert (await caller.get("/", headers=claim)).text == heard


def test_the_gateway_that_is_believed_is_the_network_s_own() -> None:
    (network,) = COMPOSE["networks"]["default"]["ipam"]["config"]
    subnet, gateway = (by_default(network[name]) for name in ("subnet", "gateway"))
    assert ip_address(gateway) in ip_network(subnet)
    assert {environment(service)["FORWARDED_ALLOW_IPS"] for service in SERVICES} == {gateway}


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_starts_from_its_variables(service: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in environment(service).items():
        monkeypatch.setenv(name, value)
    settings: ServiceSettings = import_module(f"services.{service}.settings").Settings()
    assert settings.database == f"jiedao_{service}"
    assert settings.issuer == ISSUER
    assert settings.http_host == "0.0.0.0"  # noqa: S104 - inside a container of its own
    assert BusSettings().bootstrap == "kafka:9092"


@pytest.mark.parametrize("service", SERVICES)
def test_every_key_of_a_service_is_a_secret_it_was_given(service: str) -> None:
    named = {
        Path(value).name
        for value in environment(service).values()
        if value.startswith("/run/secrets/")
    }
    given = set(CONTAINERS[service]["secrets"])
    assert given == named | {f"{service}_mongo_password"}
    for kind in ("master_key", "index_key", "jwe_key"):
        assert f"{service}_{kind}" in given


def test_no_service_reads_another_services_secrets() -> None:
    for service in SERVICES:
        others = tuple(f"{other}_" for other in SERVICES if other != service)
        assert [s for s in CONTAINERS[service]["secrets"] if s.startswith(others)] == []


def test_every_secret_is_declared_as_a_file_that_deploy_keys_makes() -> None:
    declared = {name: entry["file"] for name, entry in COMPOSE["secrets"].items()}
    used = {name for one in CONTAINERS.values() for name in one.get("secrets", ())}
    assert set(declared) == used == set(makers(Path()))
    assert declared == {name: f"./secrets/{name}" for name in declared}


def test_no_variable_holds_a_secret() -> None:
    names = [name for one in CONTAINERS for name in environment(one)]
    secret = re.compile(r"PASSWORD|TOKEN|KEY(?!WORD)")
    assert [n for n in names if secret.search(n) and not n.endswith("_FILE")] == []


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_runs_without_rights(service: str) -> None:
    container = CONTAINERS[service]
    assert container["read_only"] is True
    assert container["tmpfs"] == ["/tmp"]  # noqa: S108 - a container's own
    assert container["user"] == "10001:10001"
    assert container["cap_drop"] == ["ALL"]


@pytest.mark.parametrize("service", SERVICES)
def test_port_health_check_image_and_scrape_target_agree(service: str) -> None:
    port = environment(service)[f"{service.upper()}_HTTP_PORT"]
    assert CONTAINERS[service]["ports"][0].endswith(f":{port}")
    assert f"EXPOSE {port}\n" in DOCKERFILE
    routes = {route.path for route in health_router("x", Checks(), Metrics("x")).routes}  # type: ignore[attr-defined]
    assert health_path(CONTAINERS[service]["healthcheck"]["test"]) in routes
    (job,) = PROMETHEUS["scrape_configs"]
    assert job["metrics_path"] in routes
    assert {"targets": [f"{service}:{port}"], "labels": {"service": service}} in job[
        "static_configs"
    ]
    assert len(job["static_configs"]) == len(SERVICES)


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_is_built_from_the_one_recipe_with_its_name(service: str) -> None:
    build = CONTAINERS[service]["build"]
    assert build["args"] == {"SERVICE": service}
    assert (ROOT / build["dockerfile"]).is_file()


def test_every_topic_is_made_once_as_the_catalogue_says() -> None:
    made = environment("topics")
    assert made["SERVICE_TOPICS"].split() == [topic_of(service) for service in SERVICES]
    assert made["PARTNER_TOPICS"].split() == list(PARTNERS.topics())
    assert int(made["PARTITIONS"]) == PARTITIONS
    assert int(made["PARTNER_RETENTION_MS"]) == PARTNER_RETENTION_MS
    assert int(made["MAX_MESSAGE_BYTES"]) == BUS_MAX_BYTES


def test_every_service_has_a_database_user_of_its_own() -> None:
    listed = re.search(r"for \(const service of \[([^]]*)\]\)", INIT)
    assert listed is not None
    assert tuple(re.findall(r'"(\w+)"', listed[1])) == SERVICES
    assert "getSiblingDB(`jiedao_${service}`)" in INIT
    given = set(CONTAINERS["mongo-init"]["secrets"])
    assert given == {"mongo_root_password", *(f"{s}_mongo_password" for s in SERVICES)}


def test_images_are_of_the_versions_we_speak_to() -> None:
    images = {name: one["image"] for name, one in CONTAINERS.items() if "build" not in one}
    assert images["kafka"].startswith("apache/kafka:4.")
    assert images["mongo"].startswith("mongo:8.")
    assert [name for name, image in images.items() if not re.search(r":v?\d+\.\d+", image)] == []


def test_everything_a_container_names_is_there() -> None:
    for name, one in CONTAINERS.items():
        for volume in one.get("volumes", ()):
            source = volume.partition(":")[0]
            there = source in COMPOSE["volumes"] or (ROOT / source).is_dir()
            assert there, f"{name}: {volume}"
        assert {c["source"] for c in one.get("configs", ())} <= COMPOSE["configs"].keys()
        assert one.get("depends_on", {}).keys() <= CONTAINERS.keys()
    assert [c for c in COMPOSE["configs"].values() if not (ROOT / c["file"]).is_file()] == []


def test_what_must_live_is_checked_and_started_again() -> None:
    lasting = [name for name in CONTAINERS if name not in {"topics", "mongo-init"}]
    assert [n for n in lasting if CONTAINERS[n].get("restart") != "unless-stopped"] == []
    assert [n for n in lasting if "healthcheck" not in CONTAINERS[n]] == []
    published = [port for one in CONTAINERS.values() for port in one.get("ports", ())]
    assert [port for port in published if not port.startswith("127.0.0.1:")] == []


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_logs_in_to_its_own_database_with_a_password_from_a_file(
    service: str, tmp_path: Path
) -> None:
    (tmp_path / f"{service}_mongo_password").write_text("0a1b\n", encoding="utf-8")
    script = CONTAINERS[service]["command"][2].replace("$$", "$")
    told = script.replace("/run/secrets", str(tmp_path)).replace("exec python -m", "env; echo")
    ran = subprocess.run(  # noqa: S603 - our own script
        ["/bin/sh", "-ec", told],
        env={"SERVICE": service, "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=True,
    )
    url = f"mongodb://{service}:0a1b@mongo:27017/?replicaSet=rs0&authSource=jiedao_{service}"
    assert f"{service.upper()}_MONGO_URL={url}" in ran.stdout.splitlines()
    assert ran.stdout.splitlines()[-1] == f"services.{service}"
