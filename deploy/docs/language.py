"""Who publishes and who hears which event type."""

import ast
import inspect
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

from shared.events.base import EventData, partner_topic, service_of, topic_of
from shared.events.catalogue import CONSUMERS, EVENTS, PARTNER, SERVICES, owned_by
from shared.events.upcasting import versions_of
from shared.messaging.partners import Partner, Partners

ROOT = Path(__file__).resolve().parents[2]
PARTNERS = Partners.load(ROOT / "deploy" / "partners.yaml")


def heard_by(service: str) -> list[type[EventData]]:
    """Return what a service hears, by type.

    A service says it by ``Handler(<Event>, …)`` in its `entrypoints.consumers`, or, where its
    handlers are made in a loop, by ``HEARD`` there. It hears the older versions of each as well.
    """
    name = f"services.{service}.entrypoints.consumers"
    if not exists(name):
        return [EVENTS[type_] for type_, hearer in sorted(CONSUMERS.items()) if hearer == service]
    module = import_module(name)
    declared: tuple[type[EventData], ...] = getattr(module, "HEARD", ())
    newest = {*declared, *_handled(module)}
    return sorted({v for data in newest for v in versions_of(data)}, key=lambda data: data.type)


def hearers_of(data: type[EventData]) -> list[str]:
    """Return the services that hear a type."""
    return [service for service in SERVICES if data in heard_by(service)]


def announced_by(service: str) -> list[type[EventData]]:
    """Return what a service publishes, by type."""
    return owned_by(service)


def publishers_of(data: type[EventData]) -> list[Partner]:
    """Return the partners that may publish a partner type."""
    return [partner for partner in PARTNERS.partners if data.type in partner.types]


def topics_of(data: type[EventData]) -> list[str]:
    """Return the topics on which a type travels."""
    owner = service_of(data.type)
    if owner != PARTNER:
        return [topic_of(owner)]
    return [partner_topic(partner.id) for partner in publishers_of(data)]


def exists(name: str) -> bool:
    """Tell whether a module is there, without running it."""
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:
        return False


def _handled(module: ModuleType) -> Iterator[type[EventData]]:
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Handler" and node.args:
            data = _named(node.args[0], module)
            if inspect.isclass(data) and issubclass(data, EventData):
                yield data


def _named(name: ast.expr, module: ModuleType) -> Any:
    if isinstance(name, ast.Attribute):
        return getattr(_named(name.value, module), name.attr, None)
    return getattr(module, name.id, None) if isinstance(name, ast.Name) else None
