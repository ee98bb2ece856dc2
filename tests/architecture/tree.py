"""Where things are, for tests about the tree itself."""

import statistics
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
PYTHON = sys.executable
ENTRIES = (
    "__init__.py",
    "__main__.py",
    "app.py",
    "settings.py",
    "domain",
    "application",
    "adapters",
    "entrypoints",
)
_NOT_OURS = {"__pycache__", "target", "secrets", "node_modules"}


def service_home(service: str) -> Path:
    return ROOT / "services" / service


def sources(*folders: str) -> list[Path]:
    """Python files below the folders, without empty ones."""
    found = (path for folder in folders for path in sorted((ROOT / folder).rglob("*.py")))
    return [path for path in found if path.read_text(encoding="utf-8").strip()]


def tree_files() -> Iterator[Path]:
    """Every file that belongs to the project: hidden folders are tools' caches, but for .ci."""
    waiting = [ROOT]
    while waiting:
        for path in sorted(waiting.pop().iterdir()):
            hidden = path.name.startswith(".") and path.name != ".ci"
            if path.is_dir() and not hidden and path.name not in _NOT_OURS:
                waiting.append(path)
            elif path.is_file():
                yield path


def modules_below(package: str) -> list[ModuleType]:
    home = import_module(package)
    names = [found.name for found in walk_packages(home.__path__, f"{package}.")]
    return [home, *(import_module(name) for name in names if not name.endswith("__main__"))]


def told(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def ninetieth(values: Sequence[int]) -> float:
    return statistics.quantiles(values, n=10)[-1]
