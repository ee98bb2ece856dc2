from pathlib import Path

import pytest

from services.intake import app
from services.intake.settings import Settings
from shared.identity.issuer import Issuer
from shared.messaging.settings import BusSettings
from shared.privacy.jwe import ServiceKey
from shared.privacy.sealing import Keyring
from shared.web.auth import open_routes
from shared.web.openapi import openapi_examples
from tests.services.intake.desk import CARE, CATALOGUE, POINTS, REGISTRY


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory with every file that intake needs, and the settings that name them."""
    (tmp_path / "master.key").write_text(Keyring.new_secret(), encoding="utf-8")
    (tmp_path / "index.key").write_text(Keyring.new_secret(), encoding="utf-8")
    (tmp_path / "partners.yaml").write_bytes(REGISTRY.read_bytes())
    (tmp_path / "catalogue.yaml").write_bytes(CATALOGUE.read_bytes())
    (tmp_path / "points.yaml").write_bytes(POINTS.read_bytes())
    (tmp_path / "care.yaml").write_bytes(CARE.read_bytes())
    (tmp_path / "calendar.yaml").write_text("layers: []", encoding="utf-8")
    ServiceKey.generate("intake-1").save(tmp_path / "jwe.json")
    Issuer.create(tmp_path / "issuer")
    files = {
        "MASTER_KEY_FILE": "master.key",
        "INDEX_KEY_FILE": "index.key",
        "JWE_KEY_FILE": "jwe.json",
        "PARTNERS_FILE": "partners.yaml",
        "CATALOGUE_FILE": "catalogue.yaml",
        "CALENDAR_FILE": "calendar.yaml",
        "POINTS_FILE": "points.yaml",
        "CARE_FILE": "care.yaml",
        "JWKS": "issuer/jwks.json",
    }
    for name, file in files.items():
        monkeypatch.setenv(f"INTAKE_{name}", str(tmp_path / file))
    return tmp_path


@pytest.mark.usefixtures("home")
async def test_the_whole_service_is_put_together_from_its_settings() -> None:
    built = app.build(Settings(), BusSettings())
    assert open_routes(built) == []
    assert openapi_examples(built) == []
    paths = built.openapi()["paths"]
    assert {"/cases", "/cases/{key}/decision", "/people/{ref}/disclosures", "/events"} <= set(paths)
    assert {"/points", "/authorisations", "/appointments", "/care/bookings"} <= set(paths)


@pytest.mark.parametrize(
    ("file", "text", "named"),
    [
        ("master.key", None, "master.key"),
        ("index.key", "short", "index key"),
        ("jwe.json", "{}", "jwe.json"),
        ("partners.yaml", "partners: [{id: x}]", "partners"),
        ("partners.yaml", "partners: []", "real-estate-registration"),
        ("catalogue.yaml", "items: []", "employment-registration"),
        ("points.yaml", "points: []", "points.yaml"),
        ("points.yaml", None, "points.yaml"),
        ("care.yaml", "services: [{code: x}]", "service x"),
        ("calendar.yaml", "layers: 7", "calendar.yaml"),
        ("calendar.yaml", None, "calendar.yaml"),
    ],
)
async def test_a_wrong_file_ends_with_one_sentence_and_status_two(
    home: Path, capsys: pytest.CaptureFixture[str], file: str, text: str | None, named: str
) -> None:
    (home / file).unlink()
    if text is not None:
        (home / file).write_text(text, encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        app.main()
    told = capsys.readouterr().err
    assert ended.value.code == 2
    assert named in told
    assert told.count("\n") == 1
