"""Who knows one service knows all four."""

import ast

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
def test_every_layer_is_a_package_without_packages_below(service: str) -> None:
    for layer in LAYERS:
        home = service_home(service) / layer
        assert (home / "__init__.py").is_file(), told(home)
        below = [told(p) for p in home.rglob("__init__.py") if p.parent != home]
        assert below == []


@pytest.mark.parametrize("service", SERVICES)
def test_the_charter_says_what_it_owns_hears_and_announces(service: str) -> None:
    source = (service_home(service) / "__init__.py").read_text(encoding="utf-8")
    charter = (ast.get_docstring(ast.parse(source)) or "").lower()
    assert [word for word in ("own", "hear", "announce") if word not in charter] == []


@pytest.mark.parametrize("service", SERVICES)
def test_every_layer_of_every_service_has_tests_in_the_same_place(service: str) -> None:
    home = ROOT / "tests" / "services" / service
    assert [layer for layer in LAYERS if not list((home / layer).glob("test_*.py"))] == []
