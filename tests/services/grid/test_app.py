from pathlib import Path

import pytest
import yaml

from services.grid import app
from services.grid.adapters.mongo import COUNTERS, DOSSIERS, INCIDENTS, MATTERS, REPORTS
from services.grid.entrypoints.consumers import HEARD
from services.grid.entrypoints.deadline_views import DeadlineView
from services.grid.entrypoints.views import CellView, IncidentView, ReceiptView, ReportView
from services.grid.settings import Settings
from shared.calendar.errors import NoOfficeHours
from shared.events.upcasting import versions_of
from shared.messaging.settings import BusSettings
from shared.privacy.forbidden import check_model
from shared.privacy.jwe import ServiceKey
from shared.privacy.sealing import Keyring
from shared.web.auth import open_routes
from tests.services.grid.block import PARTNERS

STORED = [kind.value for kind in (INCIDENTS, REPORTS, MATTERS, DOSSIERS, COUNTERS)]
SHOWN = [IncidentView, ReportView, ReceiptView, CellView, DeadlineView]


def settings(home: Path) -> Settings:
    partners = home / "partners.yaml"
    partners.write_text(yaml.safe_dump(PARTNERS.model_dump(mode="json")), encoding="utf-8")
    return Settings(
        partners_file=partners,
        master_key_file=home / "master.key",
        index_key_file=home / "index.key",
        jwe_key_file=home / "jwe.json",
        jwks=str(home / "jwks.json"),
    )


def with_keys(home: Path) -> Settings:
    given = settings(home)
    given.master_key_file.write_text(Keyring.new_secret(), encoding="utf-8")
    given.index_key_file.write_text(Keyring.new_secret(), encoding="utf-8")
    ServiceKey.generate("grid-1").save(given.jwe_key_file)
    return given


async def test_a_calendar_without_office_hours_is_found_out_at_the_start(tmp_path: Path) -> None:
    given = with_keys(tmp_path)
    bare = tmp_path / "calendar.yaml"
    bare.write_text("layers: []", encoding="utf-8")
    with pytest.raises(NoOfficeHours):
        app.build(given.model_copy(update={"calendar_file": bare}), BusSettings())


async def test_the_service_is_put_together_from_settings_alone(tmp_path: Path) -> None:
    given = with_keys(tmp_path)
    made = app.build(given, BusSettings())
    assert open_routes(made) == []
    heard = [version.type for kind in HEARD for version in versions_of(kind)]
    assert made.state.engine.hearing.types == sorted(heard)
    paths = made.openapi()["paths"]
    bodies = [
        p["post"]["requestBody"] for p in paths.values() if "requestBody" in p.get("post", {})
    ]
    assert len(bodies) >= 9


def test_a_missing_key_file_is_said_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GRID_JWE_KEY_FILE", str(tmp_path / "nothing.json"))
    with pytest.raises(SystemExit) as ended:
        app.main()
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert "nothing.json" in said
    assert said.count("\n") == 1


def test_a_wrong_setting_is_said_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GRID_SIGN_WITHIN_SECONDS", "soon")
    with pytest.raises(SystemExit):
        app.main()
    said = capsys.readouterr().err
    assert "GRID_SIGN_WITHIN_SECONDS" in said
    assert said.count("\n") == 1


@pytest.mark.parametrize("model", [*STORED, *SHOWN])
def test_no_personal_field_stands_outside_the_sealed_store(model: type) -> None:
    assert check_model(model) == []
