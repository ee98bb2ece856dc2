"""Who may import whom."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from shared.events.catalogue import SERVICES
from tests.architecture.tree import PYTHON, ROOT, sources, told

DRIVERS = {"motor", "pymongo", "bson"}
PURE = {"shared.values", "shared.calendar", "shared.calendar.limits", "shared.deadlines"}
SEAM = {
    "shared/storage/mongo.py",
    "shared/storage/mongo_agenda.py",
    "shared/storage/mongo_errors.py",
    "shared/storage/mongo_transaction.py",
    "shared/testing/memory.py",  # copies documents as the driver would
    "shared/testing/servers/mongo.py",
    *(f"services/{service}/adapters/mongo.py" for service in SERVICES),
}


def test_the_import_contracts_hold() -> None:
    tool = Path(PYTHON).with_name("lint-imports")
    ran = subprocess.run(  # noqa: S603 - our own tool
        [tool, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout


def test_a_domain_imports_the_standard_library_pure_values_and_itself() -> None:
    found = [
        f"{told(path)}: {module}"
        for service in SERVICES
        for path in sources(f"services/{service}/domain")
        for module in imported(path)
        if module.partition(".")[0] not in sys.stdlib_module_names
        and module not in PURE
        and not f"{module}.".startswith(f"services.{service}.domain.")
    ]
    assert found == []


def test_the_database_driver_has_one_seam_a_service() -> None:
    found = {
        told(path)
        for path in sources("services", "shared")
        for module in imported(path)
        if module.partition(".")[0] in DRIVERS
    }
    assert found - SEAM == set()


def test_annotations_are_read_at_run_time_everywhere() -> None:
    found = [told(p) for p in sources("services", "shared") if "__future__" in set(imported(p))]
    assert found == []


def test_no_service_and_no_shared_code_knows_its_surroundings() -> None:
    surroundings = {"deploy", "tests", "benchmarks"}
    found = [
        f"{told(path)}: {module}"
        for path in sources("services", "shared")
        for module in imported(path)
        if module.partition(".")[0] in surroundings
    ]
    assert found == []


def test_test_helpers_are_imported_by_tests_and_the_sandbox_only() -> None:
    found = [
        f"{told(path)}: {module}"
        for path in sources("services", "shared")
        for module in imported(path)
        if module.startswith("shared.testing") and not told(path).startswith("shared/testing/")
    ]
    assert found == []


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
