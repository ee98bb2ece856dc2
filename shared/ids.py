"""Identifiers: derived where a retry must give the same one, minted where nothing came before."""

import base64
import hashlib
import secrets

_LENGTH = 26
_BYTES = 20


def derive(*parts: str) -> str:
    """Return 26 lower-case base32 characters that depend on the parts alone."""
    # Lengths stand before the parts, so that ("ab", "c") and ("a", "bc") differ.
    text = "".join(f"{len(part)}:{part}" for part in parts)
    return _readable(hashlib.sha256(text.encode()).digest())


def mint() -> str:
    """Return 26 random lower-case base32 characters (130 bits)."""
    return _readable(secrets.token_bytes(32))


def _readable(raw: bytes) -> str:
    # 26 characters stand for 130 bits; encoding costs by the byte.
    return base64.b32encode(raw[:_BYTES]).decode().lower()[:_LENGTH]
