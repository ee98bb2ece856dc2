"""What each service is told: its whole configuration as environment variables."""

from collections.abc import Mapping
from dataclasses import dataclass

from deploy.sandbox.registry import SHIPPED
from deploy.sandbox.secrets import Secrets
from deploy.sandbox.tokens import OFFICE
from shared.identity.issuer import Issuer
from shared.testing.servers.process import LOCALHOST, ROOT

PARTNERS_FILE = SHIPPED
CALENDAR_FILE = ROOT / "deploy" / "calendar.yaml"

# Which waits are the fast ones depends on the broker: the embedded one answers an empty poll only
# when the wait is over, Apache Kafka as soon as there is something (technology notes, section 7).
EMBEDDED_WAITS = {
    "KAFKA_POLL_WAIT_MS": "20",
    "KAFKA_FETCH_WAIT_MS": "20",
    "KAFKA_SESSION_TIMEOUT_MS": "3000",
    "KAFKA_HEARTBEAT_MS": "300",
}
APACHE_WAITS = {
    "KAFKA_POLL_WAIT_MS": "200",
    "KAFKA_FETCH_WAIT_MS": "50",
    "KAFKA_SESSION_TIMEOUT_MS": "6000",
    "KAFKA_HEARTBEAT_MS": "1000",
}


@dataclass(frozen=True)
class Surroundings:
    """What all services of one sandbox share."""

    mongo_url: str
    bootstrap: str
    waits: Mapping[str, str]
    smtp_port: int
    ports: Mapping[str, int]
    secrets: Secrets
    issuer: Issuer
    clock: str = ""

    def url(self, service: str) -> str:
        """The base URL of a service."""
        return f"http://{LOCALHOST}:{self.ports[service]}"


def database_of(service: str) -> str:
    """Return the name of a service's database in the sandbox."""
    return f"jiedao_sandbox_{service}"


def environment_of(service: str, around: Surroundings) -> dict[str, str]:
    """Return every variable of one service; nothing is left to its defaults but limits."""
    prefix = service.upper()
    secrets = around.secrets
    own = {
        "MONGO_URL": around.mongo_url,
        "DATABASE": database_of(service),
        "HTTP_HOST": LOCALHOST,
        "HTTP_PORT": str(around.ports[service]),
        "ORGUNIT": OFFICE,
        "PARTNERS_FILE": str(secrets.partners),
        "CALENDAR_FILE": str(CALENDAR_FILE),
        "MASTER_KEY_FILE": str(secrets.of(service, "master.key")),
        "INDEX_KEY_FILE": str(secrets.of(service, "index.key")),
        "JWE_KEY_FILE": str(secrets.of(service, "jwe.json")),
        "CLOCK": around.clock,
        "ISSUER": around.issuer.issuer,
        "AUDIENCE": around.issuer.audience,
        "JWKS": str(secrets.jwks),
        # A day is played to its end, however bad somebody's own day file is.
        "PAUSE_RATIO": "1",
        **_special(service, around),
    }
    return {
        **{f"{prefix}_{name}": value for name, value in own.items()},
        "KAFKA_BOOTSTRAP": around.bootstrap,
        **around.waits,
        "PYTHONUNBUFFERED": "1",
    }


def _special(service: str, around: Surroundings) -> dict[str, str]:
    if service == "jobs":
        return {
            "INTAKE_URL": around.url("intake"),
            "SERVICE_TOKEN_FILE": str(around.secrets.service_token),
            # The day is a recorded one: its vacancies are over by the calendar of whoever plays it.
            "HONOUR_DEADLINES": "false",
        }
    if service == "notify":
        return {"SMTP_HOST": LOCALHOST, "SMTP_PORT": str(around.smtp_port)}
    return {}
