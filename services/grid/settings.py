"""What grid is told from outside."""

from datetime import timedelta
from pathlib import Path

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from shared.service import ServiceSettings

_HERE = Path(__file__).parent / "adapters"


class Settings(ServiceSettings):
    """Environment variables ``GRID_…``."""

    model_config = SettingsConfigDict(env_prefix="GRID_", frozen=True)

    http_port: int = 8002
    sign_within_seconds: int = Field(
        default=7200, ge=1, description="after this long without a signature the leader is told"
    )
    map_file: Path = Field(default=_HERE / "map.geojson", description="cells as GeoJSON polygons")
    roster_file: Path = Field(default=_HERE / "roster.yaml", description="cell → grid worker")
    categories_file: Path = Field(
        default=_HERE / "categories.yaml", description="what incidents are called"
    )

    @property
    def sign_within(self) -> timedelta:
        """How long a worker has to sign."""
        return timedelta(seconds=self.sign_within_seconds)
