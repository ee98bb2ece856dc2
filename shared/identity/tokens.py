"""Bearer tokens: a JWT (RFC 7519) becomes a principal, or nobody."""

import math
import re
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from joserfc import jwt
from joserfc.errors import BadSignatureError, InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from shared.clock import Clock
from shared.codes import is_org_code
from shared.identity.jwks import KeySource
from shared.identity.principal import Principal
from shared.identity.refusals import KeysAway, Unauthenticated, unauthenticated
from shared.identity.roles import Role

__all__ = ["KeysAway", "TokenVerifier", "Unauthenticated"]

_PINNED = ("RS256", "ES256")
_ROLES = {role.value: role for role in Role}
_PARTNER = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_LONGEST = 8192
_MOST_TOKENS = 4096
_LONGEST_SUBJECT = 256


class TokenVerifier:
    """Verifies tokens of one issuer for one audience.

    Args:
        issuer: required `iss`.
        audience: required member of `aud`.
        jwks: the issuer's public keys as dict, file path or URL.
        clock: the present.
        leeway: how far clocks may differ.
    """

    def __init__(
        self,
        issuer: str,
        audience: str,
        jwks: dict[str, Any] | Path | str,
        clock: Clock,
        leeway: timedelta = timedelta(seconds=30),
    ) -> None:
        self._issuer = issuer
        self._audience = audience
        self._keys = KeySource(jwks, clock)
        self._clock = clock
        self._leeway = leeway.total_seconds()
        self._verified: dict[str, Mapping[str, Any]] = {}
        self._verified_by: KeySet | None = None

    async def verify(self, bearer: str | None) -> Principal:
        """Return who calls; `bearer` is the Authorization header, or the bare token.

        Raises `Unauthenticated` (401), or `KeysAway` (503) while the issuer's keys cannot be had.
        """
        claims = await self._claims(_token(bearer))
        if claims.get("iss") != self._issuer:
            raise unauthenticated("token-wrong-issuer")
        audience = claims.get("aud")
        if self._audience not in (audience if isinstance(audience, list) else [audience]):
            raise unauthenticated("token-wrong-audience")
        self._check_times(claims)
        return _principal(claims)

    async def _claims(self, token: str) -> Mapping[str, Any]:
        try:
            return self._decoded(token, await self._keys.get())
        except InvalidKeyIdError:
            # The issuer may have changed its key since we last looked.
            try:
                return _decode(token, await self._keys.get_again())
            except InvalidKeyIdError:
                raise unauthenticated("token-bad-signature") from None

    def _decoded(self, token: str, keys: KeySet) -> Mapping[str, Any]:
        # A signature costs as much as the rest of a request and is checked once a token, for as
        # long as the issuer's keys are these; times and audience are checked every time.
        if self._verified_by is not keys or len(self._verified) >= _MOST_TOKENS:
            self._verified, self._verified_by = {}, keys
        if token not in self._verified:
            self._verified[token] = _decode(token, keys)
        return self._verified[token]

    def _check_times(self, claims: Mapping[str, Any]) -> None:
        now = self._clock.now().timestamp()
        if now - self._leeway >= _seconds(claims, "exp"):
            raise unauthenticated("token-expired")
        if "nbf" in claims and now + self._leeway < _seconds(claims, "nbf"):
            raise unauthenticated("token-not-yet-valid")


def _token(bearer: str | None) -> str:
    text = (bearer or "").strip()
    scheme, _, rest = text.partition(" ")
    if rest and scheme.lower() != "bearer":
        raise unauthenticated("token-missing")
    token = rest.strip() if rest else text
    if not token or token.lower() == "bearer":
        raise unauthenticated("token-missing")
    if len(token) > _LONGEST:
        raise unauthenticated("token-malformed")
    return token


def _decode(token: str, keys: KeySet) -> Mapping[str, Any]:
    try:
        return jwt.decode(token, keys, algorithms=_PINNED).claims
    except InvalidKeyIdError:
        raise
    except BadSignatureError:
        raise unauthenticated("token-bad-signature") from None
    except (JoseError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise unauthenticated("token-malformed") from None


def _seconds(claims: Mapping[str, Any], name: str) -> float:
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise unauthenticated("token-malformed")
    return value


def _principal(claims: Mapping[str, Any]) -> Principal:
    subject, roles = claims.get("sub"), claims.get("roles")
    orgunit, partner = claims.get("orgunit"), claims.get("partner")
    if (
        not isinstance(subject, str)
        or not 0 < len(subject) <= _LONGEST_SUBJECT
        or not isinstance(roles, list)
        or not isinstance(orgunit, str)
        or not is_org_code(orgunit)
        or not (partner is None or (isinstance(partner, str) and _PARTNER.fullmatch(partner)))
    ):
        raise unauthenticated("token-malformed")
    # A role this version does not know gives no right; it is no reason to refuse the others.
    known = frozenset(_ROLES[role] for role in roles if isinstance(role, str) and role in _ROLES)
    return Principal(subject, known, orgunit, partner)
