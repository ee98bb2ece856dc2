"""Every key of the sandbox, made once for its directory; another start with KEEP=1 finds them."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from deploy.sandbox.registry import write_registry
from shared.events.catalogue import SERVICES
from shared.identity.issuer import JWKS_FILE, Issuer
from shared.identity.roles import Role
from shared.privacy.jwe import ServiceKey
from shared.privacy.keyfile import write_private
from shared.privacy.sealing import Keyring

SECRETS = "secrets"
_JOBS_SUBJECT = "svc_jobs"


@dataclass(frozen=True)
class Secrets:
    """Where the keys lie."""

    folder: Path

    @property
    def issuer(self) -> Path:
        """The folder of the token issuer's key."""
        return self.folder / "issuer"

    @property
    def jwks(self) -> Path:
        """The issuer's public keys."""
        return self.issuer / JWKS_FILE

    @property
    def service_token(self) -> Path:
        """The token with which jobs asks intake for a contact."""
        return self.folder / "jobs" / "service.token"

    @property
    def partners(self) -> Path:
        """The registry of partners that the services read."""
        return self.folder.parent / "partners.json"

    def of(self, service: str, name: str) -> Path:
        """One key file of one service: master.key, index.key or jwe.json; this also of partners."""
        return self.folder / service / name


def make_secrets(home: Path, orgunit: str) -> tuple[Secrets, Issuer]:
    """Make what is missing; the token of jobs is made afresh, because tokens expire."""
    secrets = Secrets(home / SECRETS)
    known = secrets.jwks.exists()
    issuer = Issuer.load(secrets.issuer) if known else Issuer.create(secrets.issuer)
    for service in SERVICES:
        for name in ("master.key", "index.key"):
            if not secrets.of(service, name).exists():
                write_private(secrets.of(service, name), Keyring.new_secret())
        if not secrets.of(service, "jwe.json").exists():
            ServiceKey.generate(f"{service}-1").save(secrets.of(service, "jwe.json"))
    write_registry(secrets.partners, lambda partner: secrets.of(partner, "jwe.json"))
    secrets.service_token.unlink(missing_ok=True)
    token = issuer.token(_JOBS_SUBJECT, [Role.SERVICE], orgunit, lifetime=timedelta(days=30))
    write_private(secrets.service_token, token)
    return secrets, issuer
