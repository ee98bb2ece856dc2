"""What intake is told from outside."""

from pathlib import Path

from pydantic_settings import SettingsConfigDict

from services.intake.domain.receipts import Office
from shared.service import ServiceSettings


class Settings(ServiceSettings):
    """Settings of intake, from ``INTAKE_…``."""

    model_config = SettingsConfigDict(env_prefix="INTAKE_", frozen=True)

    catalogue_file: Path = Path(__file__).parent / "adapters" / "catalogue.yaml"
    office_name: str = Office.name
    office_ask: str = Office.ask
    credit_gate: bool = False

    def office(self) -> Office:
        """Return whose receipts are given."""
        return Office(self.office_name, self.office_ask)
