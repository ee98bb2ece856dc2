"""A service of ours, sampled: SIGUSR1 begins, SIGUSR2 ends and writes seconds by part."""

import json
import os
import signal
from importlib import import_module
from pathlib import Path
from types import FrameType

from benchmarks.sampling import Sampler

SERVICE, WRITTEN = "SAMPLED_SERVICE", "SAMPLED_FILE"


def main() -> None:
    """Serve the service that the environment names."""
    sampler = Sampler()

    def begin(_: int, _frame: FrameType | None) -> None:
        sampler.start()

    def end(_: int, _frame: FrameType | None) -> None:
        sampler.stop()
        half = Path(f"{os.environ[WRITTEN]}.half")
        half.write_text(json.dumps(sampler.seconds), encoding="utf-8")
        half.rename(os.environ[WRITTEN])

    signal.signal(signal.SIGUSR1, begin)
    signal.signal(signal.SIGUSR2, end)
    import_module(f"services.{os.environ[SERVICE]}.app").main()


if __name__ == "__main__":
    main()
