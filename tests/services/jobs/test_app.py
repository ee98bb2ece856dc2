from pathlib import Path

import pytest

from services.jobs import app
from services.jobs.settings import Settings
from shared.messaging.settings import BusSettings
from shared.privacy.jwe import ServiceKey
from shared.privacy.sealing import Keyring
from shared.web.auth import open_routes

PARTNERS = """
partners:
  - id: gig-feed
    name: 零工信息平台
    sources: [urn:partner:gig-feed]
    types: [jiedao.partner.vacancy.offered.v1]
    desk: jobs
    orgunit: "150602013000"
"""


def settings(home: Path) -> Settings:
    return Settings(
        partners_file=home / "partners.yaml",
        master_key_file=home / "master.key",
        index_key_file=home / "index.key",
        jwe_key_file=home / "jwe.json",
        jwks=str(home / "jwks.json"),
    )


async def test_the_service_is_built_from_its_settings_alone(tmp_path: Path) -> None:
    (tmp_path / "partners.yaml").write_text(PARTNERS, encoding="utf-8")
    for name in ("master.key", "index.key"):
        (tmp_path / name).write_text(Keyring.new_secret(), encoding="utf-8")
    ServiceKey.generate("jobs-1").save(tmp_path / "jwe.json")
    (tmp_path / "jwks.json").write_text('{"keys": []}', encoding="utf-8")
    built = app.build(settings(tmp_path), BusSettings())
    assert open_routes(built) == []
    assert built.state.engine.hearing.types == [
        "jiedao.intake.application.accepted.v1",
        "jiedao.intake.case.anonymised.v1",
        "jiedao.partner.vacancy.offered.v1",
    ]


def test_a_missing_key_ends_with_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as ended:
        app.main()
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert said.startswith("jobs 无法启动 / jobs cannot start:")
    assert said.count("\n") == 1
