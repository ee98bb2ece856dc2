"""What intake is told from outside."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from services.intake.domain.receipts.receipts import Office
from shared.service import ServiceSettings

_HOME = Path(__file__).parent / "adapters"
_OURS = _HOME / "catalogue.yaml"
_MATTERS = _HOME / "matters.yaml"
_LISTS = (_HOME / "items" / "approvals.csv", _HOME / "items" / "services.csv")


class Settings(ServiceSettings):
    """Settings of intake, from ``INTAKE_…``."""

    model_config = SettingsConfigDict(env_prefix="INTAKE_", frozen=True)

    catalogue_file: Path = _OURS
    catalogue_lists: tuple[Path, ...] | None = None
    matters_file: Path | None = None
    office_name: str = Office.name
    office_ask: str = Office.ask
    credit_gate: bool = False
    points_file: Path = _HOME / "points.yaml"
    care_file: Path = _HOME / "care.yaml"
    progress_per_address: int = Field(
        default=60, ge=1, description="public queries from one address in the window"
    )
    progress_per_code: int = Field(
        default=6, ge=1, description="public queries for one receipt's code in the window"
    )
    progress_window_seconds: float = Field(
        default=600.0, gt=0, description="the window over which public queries are counted"
    )
    exchange_file: Path = _HOME / "exchange.yaml"
    retention_years: int = Field(
        default=10,
        ge=1,
        le=1000,
        description="how long an ended application is kept whole, by default",
    )

    @property
    def lists(self) -> tuple[Path, ...]:
        """Further lists of items; ours belong to our own file only."""
        if self.catalogue_lists is not None:
            return self.catalogue_lists
        return _LISTS if self.catalogue_file == _OURS else ()

    @property
    def matters(self) -> Path | None:
        """The matters (一件事); ours belong to our own catalogue only."""
        if self.matters_file is not None:
            return self.matters_file
        return _MATTERS if self.catalogue_file == _OURS else None

    def office(self) -> Office:
        """Return whose receipts are given."""
        return Office(self.office_name, self.office_ask)
