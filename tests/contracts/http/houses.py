"""The four services as they are put together for an office, each over a database of its own."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from fastapi import FastAPI

from services.grid import app as grid
from services.grid.settings import Settings as GridSettings
from services.intake import app as intake
from services.intake.settings import Settings as IntakeSettings
from services.jobs import app as jobs
from services.jobs.settings import Settings as JobsSettings
from services.notify import app as notify
from services.notify.settings import Settings as NotifySettings
from shared.clock import Clock
from shared.messaging.settings import BusSettings
from shared.privacy.jwe import ServiceKey
from shared.privacy.sealing import Keyring

# Enough for any number of examples: the limit of public queries has tests of its own.
_OFTEN = 1_000_000


Build = Callable[[dict[str, Any], BusSettings, Clock], FastAPI]


def built(
    service: str, home: Path, database: tuple[str, str], bus: BusSettings, clock: Clock
) -> FastAPI:
    """Return the application of a service; its files lie in `home`, with the issuer's keys.

    Args:
        service: its name.
        home: an existing directory of the test's own.
        database: URL of the store, and name of the database.
        bus: where the bus is.
        clock: the present.
    """
    url, name = database
    common = {
        "mongo_url": url,
        "database": name,
        "jwks": str(home / "jwks.json"),
        **_keys(home, service),
    }
    return _BUILDERS[service](common, bus, clock)


def _intake(common: dict[str, Any], bus: BusSettings, clock: Clock) -> FastAPI:
    often: dict[str, Any] = {"progress_per_address": _OFTEN, "progress_per_code": _OFTEN}
    return intake.build(IntakeSettings(**common, **often), bus, clock)


def _grid(common: dict[str, Any], bus: BusSettings, clock: Clock) -> FastAPI:
    return grid.build(GridSettings(**common), bus, clock)


def _jobs(common: dict[str, Any], bus: BusSettings, clock: Clock) -> FastAPI:
    return jobs.build(JobsSettings(**common), bus, clock)


def _notify(common: dict[str, Any], bus: BusSettings, clock: Clock) -> FastAPI:
    return notify.build(NotifySettings(**common), bus, clock)


_BUILDERS: Mapping[str, Build] = {
    "intake": _intake,
    "grid": _grid,
    "jobs": _jobs,
    "notify": _notify,
}


def _keys(home: Path, service: str) -> dict[str, Path]:
    files = {
        "master_key_file": home / f"{service}.master",
        "index_key_file": home / f"{service}.index",
        "jwe_key_file": home / f"{service}.jwe.json",
    }
    for name in ("master_key_file", "index_key_file"):
        files[name].write_text(Keyring.new_secret(), encoding="utf-8")
    ServiceKey.generate(f"{service}-1").save(files["jwe_key_file"])
    return files
