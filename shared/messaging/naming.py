"""What can be said of a message in the clear, however broken it is."""

from shared.events.codec import decode, read_headers
from shared.messaging.records import Record
from shared.privacy.forbidden import has_id_number
from shared.values import Invalid

_LONGEST = 256


def named(record: Record, *names: str) -> dict[str, str | None]:
    """Return envelope members by name; None for what cannot be read or may not be shown."""
    try:
        body = decode(read_headers(record.headers), record.value)
    except Invalid:
        body = {}
    return {name: shown(body.get(name)) for name in names}


def shown(value: object) -> str | None:
    """Return a short text that is no identity number, else None."""
    if not isinstance(value, str) or len(value) > _LONGEST or has_id_number(value):
        return None
    return value
