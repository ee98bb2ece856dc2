from pathlib import Path

import pytest
import yaml

from services.notify.app import build, main
from services.notify.settings import Settings
from shared.messaging.settings import BusSettings
from shared.privacy.jwe import ServiceKey
from shared.privacy.sealing import Keyring
from shared.web.auth import open_routes


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "master").write_text(Keyring.new_secret(), encoding="utf-8")
    (tmp_path / "index").write_text(Keyring.new_secret(), encoding="utf-8")
    ServiceKey.generate("notify-1").save(tmp_path / "jwe.json")
    (tmp_path / "partners.yaml").write_text("partners: []\n", encoding="utf-8")
    return Settings(
        master_key_file=tmp_path / "master",
        index_key_file=tmp_path / "index",
        jwe_key_file=tmp_path / "jwe.json",
        partners_file=tmp_path / "partners.yaml",
    )


async def test_the_whole_service_fits_together(settings: Settings) -> None:
    app = build(settings, BusSettings())
    assert open_routes(app) == []
    assert "/inbox/stream" in app.openapi()["paths"]


async def test_a_role_that_a_chain_misses_is_said_by_readiness_and_metric(
    settings: Settings, tmp_path: Path, mongo_url: str
) -> None:
    settings = settings.model_copy(update={"mongo_url": mongo_url})
    rules = yaml.safe_load(settings.rules_file.read_text("utf-8"))
    rules["chains"]["help"]["steps"].insert(0, {"role": "kiosk", "within": "4H"})
    (tmp_path / "rules.yaml").write_text(yaml.safe_dump(rules, allow_unicode=True), "utf-8")
    changed = settings.model_copy(update={"rules_file": tmp_path / "rules.yaml"})
    for given, empty, said in ((settings, 0, "every step is held"), (changed, 1, "holds kiosk")):
        engine = build(given, BusSettings()).state.engine
        chains = (await engine.checks.run())["chains"]
        assert (chains.ok, said in chains.detail) == (True, True)
        registry = engine.metrics.registry
        assert registry.get_sample_value("jiedao_notify_empty_roles") == empty


def test_a_missing_file_ends_with_one_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NOTIFY_ROSTER_FILE", str(tmp_path / "absent.yaml"))
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "absent.yaml" in said


def test_a_wrong_setting_is_named_as_its_variable(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NOTIFY_SMTP_PORT", "abc")
    with pytest.raises(SystemExit):
        main()
    said = capsys.readouterr().err
    assert "NOTIFY_SMTP_PORT: " in said
    assert "abc" not in said
