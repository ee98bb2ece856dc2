"""Personal data on the wire: one compact JWE (RFC 7516) to the consuming service's key."""

import json
from pathlib import Path
from typing import Any, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap
from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from shared.privacy.keyfile import write_private
from shared.values import Invalid

ALGORITHM = "ECDH-ES+A256KW"
ENCRYPTION = "A256GCM"
CURVE = "P-256"
_PINNED = (ALGORITHM, ENCRYPTION)


class ServiceKey:
    """A service's EC P-256 key; partners seal to its public half."""

    def __init__(self, key: ECKey) -> None:
        if key.curve_name != CURVE or not key.is_private or not key.kid:
            raise ValueError(f"a service key is a private EC {CURVE} key with a kid")
        self._key = key

    @classmethod
    def generate(cls, kid: str) -> Self:
        """Make a fresh key."""
        parameters = {"kid": kid, "use": "enc", "alg": ALGORITHM}
        return cls(ECKey.generate_key(CURVE, parameters))  # type: ignore[arg-type]

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a private JWK file; raise ValueError, never with its content."""
        try:
            return cls(ECKey.import_key(json.loads(path.read_text(encoding="utf-8"))))
        except (JoseError, ValueError, TypeError, KeyError, AttributeError):
            raise ValueError(f"{path.name} is not a private EC {CURVE} JWK with a kid") from None

    def save(self, path: Path) -> None:
        """Write the private JWK, mode 0600; raise FileExistsError rather than replace one."""
        write_private(path, json.dumps(self._key.as_dict(private=True)))

    def public_jwks(self) -> dict[str, Any]:
        """Return what ``/.well-known/jwks.json`` shows."""
        return {"keys": [self._key.as_dict(private=False)]}

    def unseal(self, token: str) -> dict[str, Any]:
        """Return the sealed JSON object; raise `Invalid` (field ``sealed``) for anything else."""
        try:
            opened = jwe.decrypt_compact(token, self._key, algorithms=_PINNED)
            content = json.loads(opened.plaintext or b"")
        except (
            JoseError,
            InvalidTag,
            InvalidUnwrap,
            ValueError,
            TypeError,
            KeyError,
            AttributeError,
            AssertionError,
            RecursionError,
        ):
            raise _unreadable() from None
        if not isinstance(content, dict):
            raise _unreadable()
        return content


def seal_for(jwk: dict[str, Any], payload: dict[str, Any]) -> str:
    """Seal a JSON object to a public JWK of a service; return the compact JWE.

    Raises ValueError for a key that is not EC P-256.
    """
    key = ECKey.import_key(jwk)
    if key.curve_name != CURVE:
        raise ValueError(f"seal to an EC {CURVE} key")
    protected = {"alg": ALGORITHM, "enc": ENCRYPTION, "typ": "JOSE"}
    if key.kid:
        protected["kid"] = key.kid
    plain = json.dumps(payload, ensure_ascii=False).encode()
    return jwe.encrypt_compact(protected, plain, key, algorithms=_PINNED)


def must_be_public(jwk: dict[str, Any]) -> None:
    """Raise ValueError for anything but a public EC P-256 JWK; never with its content."""
    if "d" in jwk:
        raise ValueError("this is a private key: the registry holds public ones only")
    try:
        fits = ECKey.import_key(jwk).curve_name == CURVE
    except (JoseError, ValueError, TypeError, KeyError, AttributeError):
        fits = False
    if not fits:
        raise ValueError(f"a partner's key is a public EC {CURVE} JWK")


def _unreadable() -> Invalid:
    return Invalid(
        "sealed-unreadable",
        "sealed 成员无法解密：请用本服务 /.well-known/jwks.json 公布的公钥，"
        f"按 {ALGORITHM} 与 {ENCRYPTION} 加密一个 JSON 对象后重新发送。",
        "The member 'sealed' cannot be opened: encrypt one JSON object to the key published at "
        f"/.well-known/jwks.json with {ALGORITHM} and {ENCRYPTION}, and send again.",
        field="sealed",
    )
