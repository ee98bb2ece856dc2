"""What each service hears, as it declares it itself."""

from importlib import import_module

from shared.events.catalogue import SERVICES


def declared() -> dict[str, frozenset[str]]:
    """Return the event types by service: `HEARD` in its entrypoints/consumers.py."""
    return {service: _of(service) for service in SERVICES}


def _of(service: str) -> frozenset[str]:
    consumers = import_module(f"services.{service}.entrypoints.consumers")
    return frozenset(event.type for event in consumers.HEARD)
