"""The sandbox's own issuer; a real sub-district points the services at its identity provider."""

import json
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any, Self

from joserfc import jwt
from joserfc.jwk import ECKey

from shared.clock import Clock, SystemClock
from shared.identity.roles import Role
from shared.ids import mint
from shared.privacy.keyfile import write_private

ISSUER = "https://issuer.sandbox.jiedao.invalid"
AUDIENCE = "jiedao"
KEY_FILE = "issuer.key.json"
JWKS_FILE = "jwks.json"
_ALGORITHM = "ES256"


class Issuer:
    """Signs tokens with one EC P-256 key."""

    def __init__(
        self,
        key: ECKey,
        *,
        issuer: str = ISSUER,
        audience: str = AUDIENCE,
        clock: Clock | None = None,
    ) -> None:
        self.issuer = issuer
        self.audience = audience
        self._key = key
        self._clock = clock or SystemClock()

    @classmethod
    def create(
        cls,
        directory: Path,
        *,
        issuer: str = ISSUER,
        audience: str = AUDIENCE,
        clock: Clock | None = None,
    ) -> Self:
        """Make a key: ``issuer.key.json`` (0600) and the public ``jwks.json`` beside it.

        Raises FileExistsError rather than replace a key that tokens were signed with.
        """
        parameters = {"kid": mint(), "use": "sig", "alg": _ALGORITHM}
        key = ECKey.generate_key("P-256", parameters)  # type: ignore[arg-type]
        write_private(directory / KEY_FILE, json.dumps(key.as_dict(private=True)))
        made = cls(key, issuer=issuer, audience=audience, clock=clock)
        (directory / JWKS_FILE).write_text(json.dumps(made.jwks()), encoding="utf-8")
        return made

    @classmethod
    def load(
        cls,
        directory: Path,
        *,
        issuer: str = ISSUER,
        audience: str = AUDIENCE,
        clock: Clock | None = None,
    ) -> Self:
        """Read the key that `create` made."""
        stored = json.loads((directory / KEY_FILE).read_text(encoding="utf-8"))
        return cls(ECKey.import_key(stored), issuer=issuer, audience=audience, clock=clock)

    def jwks(self) -> dict[str, Any]:
        """Return the public keys."""
        return {"keys": [self._key.as_dict(private=False)]}

    def token(
        self,
        subject: str,
        roles: Iterable[Role],
        orgunit: str,
        partner: str | None = None,
        lifetime: timedelta = timedelta(hours=12),
    ) -> str:
        """Return a signed token, valid from now for `lifetime`."""
        now = int(self._clock.now().timestamp())
        claims = {
            "iss": self.issuer,
            "aud": self.audience,
            "sub": subject,
            "iat": now,
            "nbf": now,
            "exp": now + int(lifetime.total_seconds()),
            "roles": sorted(role.value for role in roles),
            "orgunit": orgunit,
        }
        if partner is not None:
            claims["partner"] = partner
        return jwt.encode({"alg": _ALGORITHM, "kid": self._key.kid}, claims, self._key)
