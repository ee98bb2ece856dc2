"""Who knows one service knows all four."""

import ast
from pathlib import Path

import pytest

from shared.events.catalogue import SERVICES
from tests.architecture.tree import ENTRIES, ROOT, service_home, told

NEEDED = (
    "application/ports.py",
    "adapters/mongo.py",
    "entrypoints/consumers.py",
    "entrypoints/http.py",
    "entrypoints/timers.py",
)
# "About ten" (a reader's eye): more than this and a layer is split by matter, one level deep.
MANY = 14
LAYERS = ("domain", "application", "adapters", "entrypoints")


def test_there_are_four_services_and_nothing_beside_them() -> None:
    found = {p.name for p in (ROOT / "services").iterdir() if p.name != "__pycache__"}
    assert found == {"__init__.py", *SERVICES}


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_has_the_same_top_entries(service: str) -> None:
    found = {p.name for p in service_home(service).iterdir() if p.name != "__pycache__"}
    assert found == set(ENTRIES)


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_has_its_ports_its_store_and_its_three_ways_in(service: str) -> None:
    assert [name for name in NEEDED if not (service_home(service) / name).is_file()] == []


@pytest.mark.parametrize("service", SERVICES)
def test_a_layer_of_few_files_is_flat_and_one_of_many_has_a_folder_for_each_matter(
    service: str,
) -> None:
    for layer in LAYERS:
        home = service_home(service) / layer
        assert (home / "__init__.py").is_file(), told(home)
        below = [p.parent for p in home.rglob("__init__.py") if p.parent != home]
        assert [told(folder) for folder in below if folder.parent != home] == []
        assert [told(folder) for folder in (home, *below) if len(modules(folder)) > MANY] == []
        assert not below or len(list(home.rglob("*.py"))) > MANY, told(home)


@pytest.mark.parametrize("service", SERVICES)
def test_a_matter_has_the_same_folder_in_every_layer_and_begins_in_the_domain(
    service: str,
) -> None:
    matters = {layer: folders(service_home(service) / layer) for layer in LAYERS}
    assert set().union(*matters.values()) == matters["domain"]


def modules(folder: Path) -> list[Path]:
    return [path for path in folder.glob("*.py") if path.name != "__init__.py"]


def folders(layer: Path) -> set[str]:
    return {path.parent.name for path in layer.glob("*/__init__.py")}


@pytest.mark.parametrize("service", SERVICES)
def test_the_charter_says_what_it_owns_hears_and_announces(service: str) -> None:
    source = (service_home(service) / "__init__.py").read_text(encoding="utf-8")
    charter = (ast.get_docstring(ast.parse(source)) or "").lower()
    assert [word for word in ("own", "hear", "announce") if word not in charter] == []


@pytest.mark.parametrize("service", SERVICES)
def test_every_layer_of_every_service_has_tests_in_the_same_place(service: str) -> None:
    home = ROOT / "tests" / "services" / service
    assert [layer for layer in LAYERS if not list((home / layer).glob("test_*.py"))] == []
