"""Old versions become the newest: a handler never hears another."""

from shared.events.base import AnyEnvelope, EventData, envelope_model, schema_of
from shared.events.older import UPCASTERS

_BY_TYPE = {upcaster.old.type: upcaster for upcaster in UPCASTERS}
_REPLACED = {schema_of(type_) for type_ in _BY_TYPE}


def versions_of(newest: type[EventData]) -> tuple[type[EventData], ...]:
    """Return this type and every older version that becomes it, newest first."""
    older = [upcaster.old for upcaster in UPCASTERS if upcaster.new is newest]
    return (newest, *(version for old in older for version in versions_of(old)))


def replaced_by(data: type[EventData]) -> type[EventData] | None:
    """Return the version that follows, None for the newest."""
    upcaster = _BY_TYPE.get(data.type)
    return upcaster.new if upcaster else None


def upcast(event: AnyEnvelope) -> AnyEnvelope:
    """Return a valid event in its newest version, as if it had been sent so.

    Who said it, when and under which id stay; `dataschema` names the version that was sent.
    """
    sent = event.type
    while upcaster := _BY_TYPE.get(event.type):
        data = upcaster.by(event.data)
        newer = {"type": data.type, "dataschema": schema_of(sent), "data": data}
        event = envelope_model(upcaster.new).model_validate({**dict(event), **newer})
    return event


def schema_tried(event: AnyEnvelope) -> str:
    """Return the `dataschema` of the version that an event was checked against when it came."""
    named = event.dataschema
    return named if named in _REPLACED else schema_of(event.type)
