"""What intake is told from outside."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from shared.service import ServiceSettings


class Settings(ServiceSettings):
    """Settings of intake, from ``INTAKE_…``."""

    model_config = SettingsConfigDict(env_prefix="INTAKE_", frozen=True)

    exchange_file: Path = Path(__file__).parent / "adapters" / "exchange.yaml"
    retention_years: int = Field(
        default=10, ge=1, description="how long an ended application is kept whole, by default"
    )
    catalogue_file: Path = Path(__file__).parent / "adapters" / "catalogue.yaml"
