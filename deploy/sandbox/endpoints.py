"""`endpoints.json`: where everything is, for scripts; there only while the sandbox runs."""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ENDPOINTS = "endpoints.json"


@contextmanager
def published_endpoints(home: Path, content: Mapping[str, Any]) -> Iterator[Path]:
    """Write the file, readable by its owner alone (it holds tokens), and remove it at the end."""
    path = home / ENDPOINTS
    half = path.with_suffix(".half")
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump({**content, "pid": os.getpid()}, file, ensure_ascii=False, indent=2)
    half.rename(path)
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)
