"""What every service is told from outside."""

from pathlib import Path
from typing import Self

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from shared.clock import Clock, ScaledClock, SystemClock
from shared.identity.issuer import AUDIENCE, ISSUER
from shared.messaging.invalid_ratio import Limits
from shared.privacy.sealing import Keyring

_LOOPBACK = {"127.0.0.1", "::1", "localhost"}


class ServiceSettings(BaseSettings):
    """What every service is told from outside; a service's own settings extend it."""

    model_config = SettingsConfigDict(frozen=True)

    mongo_url: str = "mongodb://127.0.0.1:27017"
    database: str = Field(default="", description="name of the database; the service's by default")
    http_host: str = "127.0.0.1"
    http_port: int = 8000
    orgunit: str = Field(default="150602013000", pattern=r"^\d{12}$")
    partners_file: Path = Path("deploy/partners.yaml")
    master_key_file: Path = Path("secrets/master.key")
    index_key_file: Path = Path("secrets/index.key")
    jwe_key_file: Path = Path("secrets/jwe.json")
    issuer: str = ISSUER
    audience: str = AUDIENCE
    jwks: str = Field(default="secrets/jwks.json", description="file or URL of the issuer's keys")
    calendar_file: Path | None = Field(
        default=None, description="holidays and office hours of our own; the nation's by default"
    )
    clock: str = Field(
        default="", description="sandboxes only: a simulated clock, ORIGINxSPEED@BEGAN"
    )
    hang_seconds: float = Field(
        default=60.0, gt=0, description="a loop that has not come round for so long fails /livez"
    )
    replays_per_second: float = Field(
        default=200.0,
        gt=0,
        description="the most of the ledger that one replica tries again in a second",
    )
    pause_window: int = Field(
        default=200, ge=1, le=10_000, description="records of a source over which a pause is judged"
    )
    pause_ratio: float = Field(
        default=0.5, ge=0, le=1, description="invalid part that pauses a source; 1 never pauses"
    )
    pause_least: int = Field(
        default=50, ge=1, description="invalid records below which no source is paused"
    )

    @model_validator(mode="after")
    def _can_pause(self) -> Self:
        # The window would never hold so many, and no source would ever be paused.
        if self.pause_least > self.pause_window:
            raise ValueError(
                f"PAUSE_LEAST ({self.pause_least}) 不能大于 PAUSE_WINDOW ({self.pause_window})。"
                " PAUSE_LEAST must not be more than PAUSE_WINDOW."
            )
        return self

    @model_validator(mode="after")
    def _simulates_alone(self) -> Self:
        # A wrong time is an unlawful act where others rely on it.
        if self.clock and self.http_host not in _LOOPBACK:
            raise ValueError(
                "CLOCK 只供演示环境：HTTP_HOST 须为本机。"
                " CLOCK is for sandboxes: HTTP_HOST must be the loopback."
            )
        self.present()
        return self

    def present(self) -> Clock:
        """Return the clock to live by: the machine's, unless a sandbox simulates one."""
        return ScaledClock.parse(self.clock) if self.clock else SystemClock()

    def limits(self) -> Limits:
        """How much of what a source sends may be invalid."""
        return Limits(self.pause_window, self.pause_ratio, self.pause_least)

    def keyring(self) -> Keyring:
        """Read the keys that seal personal data."""
        return Keyring.from_text(
            self.master_key_file.read_text(encoding="utf-8"),
            self.index_key_file.read_text(encoding="utf-8"),
        )
