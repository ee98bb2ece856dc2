"""The four services, assembled as they run, without any server."""

import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI

from deploy.keys import make
from shared.messaging.settings import BusSettings
from tests.architecture.tree import ROOT

AppOf = Callable[[str], FastAPI]


@pytest.fixture(scope="session")
def app_of() -> Iterator[AppOf]:
    """Gives the application of a service; nothing of it runs."""
    with tempfile.TemporaryDirectory(prefix="jiedao-keys-") as home:
        make(Path(home))

        @cache
        def build(service: str) -> FastAPI:
            settings = import_module(f"services.{service}.settings").Settings(
                **settings_of(service, Path(home))
            )
            app: FastAPI = import_module(f"services.{service}.app").build(settings, BusSettings())
            return app

        yield build


def settings_of(service: str, home: Path) -> dict[str, Any]:
    special = {"service_token_file": home / "jobs_service_token"} if service == "jobs" else {}
    return {
        "partners_file": ROOT / "deploy" / "partners.yaml",
        "master_key_file": home / f"{service}_master_key",
        "index_key_file": home / f"{service}_index_key",
        "jwe_key_file": home / f"{service}_jwe_key",
        "jwks": str(home / "issuer_jwks"),
        **special,
    }
