from pathlib import Path

import pytest

from services.notify.adapters.roster import load_roster
from services.notify.adapters.templates import load_templates
from services.notify.settings import Settings

LINE = "- {ref: stf_a1, name: 任小川, email: %s, roles: [clerk], orgunit: '150602013000'}\n"


def roster(tmp_path: Path, *lines: str) -> Path:
    file = tmp_path / "roster.yaml"
    file.write_text("staff:\n" + "".join(lines), encoding="utf-8")
    return file


def test_a_wrong_entry_is_named_by_reference_and_never_by_its_data(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"stf_a1\.email") as raised:
        load_roster(roster(tmp_path, LINE % "nowhere"))
    assert "nowhere" not in str(raised.value)
    assert "任小川" not in str(raised.value)


def test_a_reference_stands_once(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="stf_a1 stands there twice"):
        load_roster(roster(tmp_path, LINE % "a@b.invalid", LINE % "a@b.invalid"))


def test_the_roster_can_be_another_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NOTIFY_ROSTER_FILE", str(roster(tmp_path, LINE % "a@b.invalid")))
    (member,) = load_roster(Settings().roster_file)
    assert member.ref == "stf_a1"
    assert "任" not in repr(member)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("only a subject\n", "give a subject"),
        ("x" * 81 + "\n\nbody", "subject exceeds"),
        ("s\n\n" + "x" * 2001, "body exceeds"),
    ],
)
def test_a_wrong_template_is_named(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "greeting.txt").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=f"template greeting: .*{said}"):
        load_templates(tmp_path)


def test_a_directory_without_templates_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"no \*\.txt"):
        load_templates(tmp_path)
