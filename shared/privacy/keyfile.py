"""Private keys on disk: readable by their owner alone, never overwritten by accident."""

import os
from pathlib import Path


def write_private(path: Path, text: str) -> None:
    """Create a file with mode 0600; raise FileExistsError rather than replace a key."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
