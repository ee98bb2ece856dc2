"""Plain personal data that a partner sends over HTTPS: sealed before anything else sees it."""

import json
from typing import Any

from shared.events.codec import MAX_BYTES
from shared.privacy.jwe import seal_for


def sealed_on_arrival(body: bytes, public_jwk: dict[str, Any]) -> bytes:
    """Return the event with ``data.personal`` sealed to the key as ``data.sealed``.

    What has no such member, is too large or cannot be read comes back as it was.
    """
    if len(body) > MAX_BYTES or b'"personal"' not in body:
        return body
    try:
        event = json.loads(body)
        personal = event["data"].pop("personal")
        event["data"]["sealed"] = seal_for(public_jwk, personal)
        return json.dumps(event, ensure_ascii=False).encode()
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return body
