"""What may stand in no file."""

import re
from collections.abc import Iterator

from tests.architecture.tree import told, tree_files

# Written in pieces, so that this file does not hold what it looks for.
MACHINE = re.compile(
    r"(?<![\w.$}])/(?:"
    + "|".join(("wo" + "rk", "ro" + "ot", "Us" + "ers", "t" + "mp"))
    + r")/\w|/ho"
    + r"me/\w"
)
REGISTRY = re.compile(
    "|".join(
        (
            "py" + r"pi\.org",
            "python" + "hosted",
            "npm" + "js",
            "index" + "-url =",
            "repo1" + r"\.maven",
        )
    )
)
UNFINISHED = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X|NotImplemented" + "Error)\b")
CODE = {".py", ".yaml", ".yml", ".js", ".toml", ".md"}


def test_no_file_names_a_place_on_somebodys_machine() -> None:
    assert list(lines_with(MACHINE)) == []


def test_no_file_names_a_package_registry() -> None:
    assert list(lines_with(REGISTRY)) == []


def test_nothing_is_left_for_later() -> None:
    assert list(lines_with(UNFINISHED, CODE)) == []


def lines_with(pattern: re.Pattern[str], kinds: set[str] | None = None) -> Iterator[str]:
    for path in tree_files():
        if kinds is None or path.suffix in kinds:
            for number, line in enumerate(
                path.read_bytes().decode(errors="replace").splitlines(), 1
            ):
                if pattern.search(line):
                    yield f"{told(path)}:{number}"
