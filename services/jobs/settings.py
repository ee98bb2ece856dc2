"""What jobs is told from outside (prefix JOBS_)."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from shared.service import ServiceSettings


class Settings(ServiceSettings):
    """Settings of jobs; those of every service come with them."""

    model_config = SettingsConfigDict(env_prefix="JOBS_", frozen=True)

    http_port: int = 8003
    intake_url: str = Field(
        default="http://127.0.0.1:8001", description="base URL of intake, which owns contacts"
    )
    service_token_file: Path = Field(
        default=Path("secrets/jobs.token"), description="bearer token of the role SERVICE"
    )
    contact_timeout_seconds: float = Field(default=3.0, gt=0, le=30)
    honour_deadlines: bool = Field(
        default=True,
        description="whether a vacancy's valid_until counts; false to replay a recorded day",
    )
