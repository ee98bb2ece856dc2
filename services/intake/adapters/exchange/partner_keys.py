"""Sealing to partners: their public keys, from the registry."""

from collections.abc import Callable, Mapping

from shared.messaging.partners import Partner
from shared.privacy.jwe import seal_for


class PartnerSeals:
    """`Seals` by the keys of the registry."""

    def __init__(self, partners: Callable[[], Mapping[str, Partner]]) -> None:
        self._partners = partners

    def seal(self, partner: str, fields: Mapping[str, str]) -> str | None:
        """Return a compact JWE that this partner alone opens; None where it has no key."""
        known = self._partners().get(partner)
        return seal_for(known.key, dict(fields)) if known and known.key else None
