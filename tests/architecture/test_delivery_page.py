"""The page on delivery names a test for every sentence; each of them is there."""

import ast
import re
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "delivery.md"
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", PAGE.read_text(encoding="utf-8"))


@pytest.mark.parametrize(("file", "test"), NAMED)
def test_a_sentence_is_shown_by_a_test_that_exists(file: str, test: str) -> None:
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    body = ast.parse((PAGE.parents[1] / file).read_text(encoding="utf-8")).body
    assert test in {node.name for node in body if isinstance(node, functions)}


def test_no_sentence_goes_without() -> None:
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    rows = [line for line in lines if line.startswith("|") and "`tests/" in line]
    assert len(rows) == len(NAMED) >= 20
