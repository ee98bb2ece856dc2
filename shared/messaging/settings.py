"""Settings of the bus, the same for every service (prefix KAFKA_)."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class BusSettings(BaseSettings):
    """How to reach Kafka. The waits differ by broker, see docs/decisions/0004-bus-waits.md."""

    model_config = SettingsConfigDict(env_prefix="KAFKA_", frozen=True)

    bootstrap: str = "127.0.0.1:9092"
    security_protocol: str = "PLAINTEXT"
    username: str = ""
    password_file: str = ""
    batch_records: int = Field(default=4000, ge=1, le=5000)
    poll_wait_ms: int = Field(default=200, ge=1)
    fetch_wait_ms: int = Field(default=50, ge=1)
    session_timeout_ms: int = Field(default=10_000, ge=1000)
    heartbeat_ms: int = Field(default=3000, ge=100)
    lease_ms: int = Field(default=5000, ge=500, description="relay leader's lease, milliseconds")
