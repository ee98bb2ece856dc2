"""Each peer of the benchmarks runs, and what ours announces is checked; no time is judged."""

from pathlib import Path

import pytest

from benchmarks.delivery import NAIVE, RAW, TWO, Contender, run
from benchmarks.ground import APACHE, EMBEDDED, Ground
from deploy.sandbox.environment import EMBEDDED_WAITS
from shared.testing.servers import apache_kafka


@pytest.fixture
def small_ground(mongo_url: str, kafka_bootstrap: str, tmp_path: Path) -> Ground:
    real = apache_kafka.given_bootstrap() or apache_kafka.can_run()
    broker = APACHE if real else EMBEDDED
    return Ground(broker, kafka_bootstrap, mongo_url, tmp_path, EMBEDDED_WAITS, {})


@pytest.mark.parametrize(
    "contender",
    [
        Contender(NAIVE, "naive", 1, 10),
        Contender(RAW, "raw", 1, 200),
        Contender(TWO, "ours", 2, 200),
    ],
    ids=lambda contender: contender.name,
)
async def test_a_peer_handles_every_order_once(small_ground: Ground, contender: Contender) -> None:
    assert (await run(small_ground, contender)).rate > 0
