"""What a delivery peer is told."""

from dataclasses import dataclass

from shared.events.base import partner_topic


@dataclass(frozen=True)
class Task:
    """Read `count` orders of one partner's topic into one database."""

    partner: str
    database: str
    mongo_url: str
    bootstrap: str
    count: int
    profile: bool = False

    @property
    def topic(self) -> str:
        """The topic to read."""
        return partner_topic(self.partner)
