"""Sizes as smells: limits of the design, lines that say something (blank ones do not)."""

import ast
import statistics
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.tree import ninetieth, sources, told


def test_files_are_short() -> None:
    lengths = {told(path): length(path) for path in sources("services", "shared")}
    assert [name for name, lines in lengths.items() if lines > 250] == []
    assert statistics.median(lengths.values()) <= 60
    assert ninetieth(list(lengths.values())) <= 150


def test_functions_are_short() -> None:
    lengths = [lines for path in sources("services", "shared") for lines in functions(path)]
    assert statistics.median(lengths) <= 8
    assert ninetieth(lengths) <= 25


def length(path: Path) -> int:
    return sum(1 for line in path.read_text(encoding="utf-8").splitlines() if line.strip())


def functions(path: Path) -> Iterator[int]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield (node.end_lineno or node.lineno) - node.lineno + 1
