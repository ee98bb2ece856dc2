"""Identifiers: derived where a retry must give the same one, minted where nothing came before."""

import hashlib
import secrets
from itertools import product

_LENGTH = 26
_BYTES = 17
_SPARE_BITS = 8 * _BYTES - 5 * _LENGTH
_PAIRS = ["".join(pair) for pair in product("abcdefghijklmnopqrstuvwxyz234567", repeat=2)]
_PLACES = range(5 * _LENGTH - 10, -1, -10)


def derive(*parts: str) -> str:
    """Return 26 lower-case base32 characters that depend on the parts alone."""
    # Lengths stand before the parts, so that ("ab", "c") and ("a", "bc") differ.
    text = "".join(f"{len(part)}:{part}" for part in parts)
    return _readable(hashlib.sha256(text.encode()).digest())


def mint() -> str:
    """Return 26 random lower-case base32 characters (130 bits)."""
    return _readable(secrets.token_bytes(32))


def _readable(raw: bytes) -> str:
    # The base32 of RFC 4648, two characters at a time: the standard library's costs twice as much,
    # and ids are a tenth of all that a busy service does.
    bits = int.from_bytes(raw[:_BYTES], "big") >> _SPARE_BITS
    return "".join([_PAIRS[bits >> place & 1023] for place in _PLACES])
