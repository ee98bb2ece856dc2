"""What intake is told from outside."""

from pathlib import Path

from pydantic_settings import SettingsConfigDict

from shared.service import ServiceSettings


class Settings(ServiceSettings):
    """Settings of intake, from ``INTAKE_…``."""

    model_config = SettingsConfigDict(env_prefix="INTAKE_", frozen=True)

    catalogue_file: Path = Path(__file__).parent / "adapters" / "catalogue.yaml"
    points_file: Path = Path(__file__).parent / "adapters" / "points.yaml"
    care_file: Path = Path(__file__).parent / "adapters" / "care.yaml"
