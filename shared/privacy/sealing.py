"""Sealing by AES-256-GCM: a data key per person, wrapped by one master key."""

import base64
import binascii
import hashlib
import hmac
import secrets
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
_NONCE_BYTES = 12
# The first byte names the method, so that another cipher (国密) can join without a guess.
_METHOD = b"\x01"


class Unreadable(Exception):  # noqa: N818 - a state of the bytes: wrong key, wrong place or changed
    """Sealed bytes do not open with this key in this context."""


class Keyring:
    """The two secrets of one service: `master` seals, `index` makes blind look-up values.

    Args:
        master: 32 bytes; wraps data keys and seals raw bytes, by two keys derived from it.
        index: 32 bytes; keys the blind index. Changing it means indexing every person anew.
    """

    def __init__(self, master: bytes, index: bytes) -> None:
        for name, key in (("master", master), ("index", index)):
            if len(key) != KEY_BYTES:
                raise ValueError(f"the {name} key must be {KEY_BYTES} bytes long")
        self._wrapping = _derived(master, b"jiedao data keys")
        self._raw = _derived(master, b"jiedao raw bytes")
        self._index = index

    @classmethod
    def from_text(cls, master: str, index: str) -> Self:
        """Build from two base64 texts; raise ValueError with the mend, never with the text."""
        return cls(_decoded("master", master), _decoded("index", index))

    @staticmethod
    def new_key() -> bytes:
        """Return a fresh data key."""
        return secrets.token_bytes(KEY_BYTES)

    @staticmethod
    def new_secret() -> str:
        """Return a fresh master or index key as settings text."""
        return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()

    @staticmethod
    def seal(key: bytes, plain: bytes, context: bytes) -> bytes:
        """Seal bytes to a key and a context (whose field it is); both must match to open."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return _METHOD + nonce + AESGCM(key).encrypt(nonce, plain, context)

    @staticmethod
    def open(key: bytes, sealed: bytes, context: bytes) -> bytes:
        """Return the plain bytes; raise `Unreadable` for another key, context or content."""
        body = sealed[len(_METHOD) :]
        if not sealed.startswith(_METHOD) or len(body) <= _NONCE_BYTES:
            raise Unreadable("not sealed by a method this version knows")
        try:
            return AESGCM(key).decrypt(body[:_NONCE_BYTES], body[_NONCE_BYTES:], context)
        except InvalidTag:
            raise Unreadable("sealed bytes do not open with this key here") from None

    def wrap(self, key: bytes, context: bytes) -> bytes:
        """Seal a data key under the master key."""
        return self.seal(self._wrapping, key, context)

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        """Return the data key; raise `Unreadable`."""
        return self.open(self._wrapping, wrapped, context)

    def seal_raw(self, plain: bytes, context: bytes = b"") -> bytes:
        """Seal bytes that belong to no known person, such as a quarantined message."""
        return self.seal(self._raw, plain, context)

    def open_raw(self, sealed: bytes, context: bytes = b"") -> bytes:
        """Return what `seal_raw` sealed; raise `Unreadable`."""
        return self.open(self._raw, sealed, context)

    def blind(self, value: str, field: str) -> str:
        """Return 64 hex characters that are equal for equal values of one field, and tell no more.

        The caller normalises the value first.
        """
        return hmac.new(self._index, f"{field}:{value}".encode(), hashlib.sha256).hexdigest()


def _derived(master: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=purpose).derive(master)


def _decoded(name: str, text: str) -> bytes:
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise ValueError(
            f"the {name} key must be {KEY_BYTES} bytes in base64 (44 characters); "
            "make one with: openssl rand -base64 32"
        )
    return key
