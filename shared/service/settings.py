"""What every service is told from outside."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from shared.identity.issuer import AUDIENCE, ISSUER
from shared.privacy.sealing import Keyring


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

    def keyring(self) -> Keyring:
        """Read the keys that seal personal data."""
        return Keyring.from_text(
            self.master_key_file.read_text(encoding="utf-8"),
            self.index_key_file.read_text(encoding="utf-8"),
        )
