"""What intake is told from outside."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from shared.service import ServiceSettings


class Settings(ServiceSettings):
    """Settings of intake, from ``INTAKE_…``."""

    model_config = SettingsConfigDict(env_prefix="INTAKE_", frozen=True)

    catalogue_file: Path = Path(__file__).parent / "adapters" / "catalogue.yaml"
    progress_per_address: int = Field(
        default=60, ge=1, description="public queries from one address in the window"
    )
    progress_per_code: int = Field(
        default=6, ge=1, description="public queries for one receipt's code in the window"
    )
    progress_window_seconds: float = Field(
        default=600.0, gt=0, description="the window over which public queries are counted"
    )
