"""An image holds its own service, `shared/` without test helpers, and what the lock names."""

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from shared.events.catalogue import SERVICES
from tests.architecture.composed import DOCKERFILE, pins
from tests.architecture.tree import PYTHON, ROOT

RUNTIME = "requirements-runtime.lock"
# Prints what of the outside world the import brought in, as names of distributions.
LOOK = """
import importlib, importlib.metadata as m, importlib.util, sys
before = set(sys.modules)
importlib.import_module("services.{service}.app")
assert importlib.util.find_spec("shared.testing") is None
known = m.packages_distributions()
tops = {{name.partition(".")[0] for name in set(sys.modules) - before}}
print(*sorted({{d.lower().replace("_", "-") for t in tops for d in known.get(t, ())}}))
"""


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_imports_with_its_image_alone(service: str, tmp_path: Path) -> None:
    nothing = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "shared", tmp_path / "shared", ignore=nothing)
    shutil.rmtree(tmp_path / "shared" / "testing")
    shutil.copytree(ROOT / "services" / service, tmp_path / "services" / service, ignore=nothing)
    shutil.copy(ROOT / "services" / "__init__.py", tmp_path / "services")
    ran = subprocess.run(  # noqa: S603 - our own interpreter
        [PYTHON, "-c", LOOK.format(service=service)],
        cwd=tmp_path,
        env={"PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert set(ran.stdout.split()) - set(pins(RUNTIME)) == set()


def test_the_image_copies_shared_and_one_service_only() -> None:
    copied = re.findall(r"^COPY (?!--from)(\S+)", DOCKERFILE, re.MULTILINE)
    assert copied == [RUNTIME, "services/__init__.py", "services/${SERVICE}/", "shared/"]
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert [line for line in ignored if not line.startswith("#")] == [
        "*",
        f"!{RUNTIME}",
        "!services",
        "!shared",
        "shared/testing",
        "**/__pycache__",
    ]


def test_the_image_runs_as_nobody_in_particular_from_checked_packages() -> None:
    assert re.search(r"^USER 10001:10001$", DOCKERFILE, re.MULTILINE)
    assert "--require-hashes" in DOCKERFILE
    assert re.search(r"^ARG SERVICE$", DOCKERFILE, re.MULTILINE)
    assert "PYTHONDONTWRITEBYTECODE=1" in DOCKERFILE


def test_the_image_has_the_versions_that_were_tested() -> None:
    runtime, tested = pins(RUNTIME), pins("requirements.lock")
    assert {name: tested.get(name) for name in runtime} == runtime


def test_the_lock_of_the_image_holds_every_dependency_and_no_tool() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert names(project["dependencies"]) - set(pins(RUNTIME)) == set()
    tools = names(project["optional-dependencies"]["dev"]) | names(
        project["optional-dependencies"]["sandbox"]
    )
    assert tools & set(pins(RUNTIME)) == set()


@pytest.mark.parametrize("lock", [RUNTIME, "requirements.lock"])
def test_every_locked_package_has_hashes(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[a-z0-9])", text.strip())
    assert [e.partition("\n")[0] for e in entries if "--hash=sha256:" not in e] == []
    assert len(entries) >= len(pins(lock)) > len(SERVICES)


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[\[<>=;~ ]", one)[0].lower() for one in requirements}
