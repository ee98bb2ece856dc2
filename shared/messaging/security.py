"""How clients authenticate to Kafka: SCRAM with a password from a file, or nothing."""

from pathlib import Path
from typing import Any

from faststream.security import BaseSecurity, SASLScram256

from shared.messaging.settings import BusSettings


def connection(settings: BusSettings) -> dict[str, Any]:
    """Return aiokafka's connection arguments."""
    if not settings.username:
        return {"security_protocol": settings.security_protocol}
    return {
        "security_protocol": settings.security_protocol,
        "sasl_mechanism": "SCRAM-SHA-256",
        "sasl_plain_username": settings.username,
        "sasl_plain_password": _password(settings),
    }


def security(settings: BusSettings) -> BaseSecurity | None:
    """Return FastStream's form of the same."""
    if not settings.username:
        return None
    encrypted = settings.security_protocol == "SASL_SSL"
    return SASLScram256(username=settings.username, password=_password(settings), use_ssl=encrypted)


def _password(settings: BusSettings) -> str:
    return Path(settings.password_file).read_text(encoding="utf-8").strip()
