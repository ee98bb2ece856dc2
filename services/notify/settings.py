"""Settings of notify, from environment variables with the prefix NOTIFY_."""

from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from shared.service import ServiceSettings

_OWN = Path(__file__).parent / "adapters"


class Settings(ServiceSettings):
    """What notify is told from outside."""

    model_config = SettingsConfigDict(env_prefix="NOTIFY_", frozen=True)

    rules_file: Path = _OWN / "rules.yaml"
    roster_file: Path = _OWN / "roster.yaml"
    templates: Path = Field(default=_OWN / "templates", description="directory of *.txt")
    smtp_host: str = "127.0.0.1"
    smtp_port: int = Field(default=25, ge=1, le=65535)
    smtp_tls: Literal["none", "starttls", "tls"] = "none"
    smtp_username: str = ""
    smtp_password_file: str = Field(default="", description="file that holds the password")
    smtp_seconds: float = Field(default=10.0, gt=0, le=60, description="time limit of one mail")
    mail_from: str = Field(default="jiedao@office.invalid", pattern=r"^[\x21-\x7e]+@[\x21-\x7e]+$")
    mail_workers: int = Field(default=8, ge=2, le=100, description="mails sent at one time")
    mail_lease_seconds: float = Field(
        default=30.0, gt=0, description="after this an attempt without an outcome counts as lost"
    )
