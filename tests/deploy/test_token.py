import sys
from pathlib import Path

import pytest

from deploy import token
from deploy.sandbox.secrets import SECRETS, make_secrets
from deploy.sandbox.tokens import OFFICE
from shared.clock import SystemClock
from shared.identity.issuer import AUDIENCE, ISSUER
from shared.identity.roles import Role
from shared.identity.tokens import TokenVerifier


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SANDBOX_HOME", str(tmp_path))
    return tmp_path


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["token", *words])
    try:
        token.main()
    except SystemExit as end:
        return int(end.code or 0)
    return 0


async def test_a_token_of_every_role_is_accepted(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    secrets, _ = make_secrets(home, OFFICE)
    verifier = TokenVerifier(ISSUER, AUDIENCE, secrets.jwks, SystemClock())
    for role in Role:
        assert run(monkeypatch, "--role", role.value, "--org", "150602013003") == 0
        who = await verifier.verify(capsys.readouterr().out.strip())
        assert (who.roles, who.orgunit) == (frozenset({role}), "150602013003")


def test_without_a_sandbox_one_sentence_says_what_to_start(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch) != 0
    assert "make run" in capsys.readouterr().err


def test_an_unknown_role_lists_the_roles(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "--role", "king") == 2
    said = capsys.readouterr().err
    assert all(role.value in said for role in Role)


def test_another_start_with_keep_finds_the_same_keys(tmp_path: Path) -> None:
    make_secrets(tmp_path, OFFICE)
    keys = {
        p: p.read_text()
        for p in (tmp_path / SECRETS).rglob("*")
        if p.is_file() and p.name != "service.token"
    }
    make_secrets(tmp_path, OFFICE)
    assert all(path.read_text() == text for path, text in keys.items())
    assert all(path.stat().st_mode & 0o077 == 0 for path in keys if path.name != "jwks.json")
