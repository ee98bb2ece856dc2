"""Log lines: one a line, JSON where no person watches, a correlation id on each.

Never personal data: the text of an exception may repeat the input that caused it, so a traceback
is written as kind and places only. Whoever needs the words says them in the message.
"""

import json
import logging
import sys
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TextIO

# Set at each way in: HTTP request, consumed event, due timer.
correlation: ContextVar[str] = ContextVar("correlation", default="")

_NOISY = ("aiokafka", "httpx", "httpx2", "httpcore", "httpcore2", "faststream", "pymongo", "kafka")


def configure(
    service: str, level: str = "INFO", stream: TextIO | None = None, *, as_json: bool | None = None
) -> None:
    """Set up the process's logging once, replacing whatever was there.

    Args:
        service: named on every line.
        level: DEBUG, INFO, WARNING or ERROR.
        stream: standard output by default.
        as_json: by default JSON unless the stream is a terminal.

    Raises:
        ValueError: the level is not known.
    """
    target = stream or sys.stdout
    handler = logging.StreamHandler(target)
    json_wanted = not target.isatty() if as_json is None else as_json
    handler.setFormatter(JsonLine(service) if json_wanted else TextLine(service))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in _NOISY:
        logging.getLogger(name).setLevel(logging.WARNING)
    _tame_uvicorn()


def _tame_uvicorn() -> None:
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        server = logging.getLogger(name)
        server.handlers.clear()
        server.propagate = True
    # Its life-cycle lines say nothing that readiness does not; its access lines hold queries.
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    logging.getLogger("uvicorn.access").setLevel(logging.CRITICAL)


class JsonLine(logging.Formatter):
    """One JSON object a line, times in UTC."""

    def __init__(self, service: str) -> None:
        super().__init__()
        self._service = service

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line = {
            "time": _instant(record).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "service": self._service,
            "logger": record.name,
            "correlation": correlation.get(),
            "message": record.getMessage(),
            "error": _places(record),
        }
        return json.dumps({k: v for k, v in line.items() if v}, ensure_ascii=False)


class TextLine(logging.Formatter):
    """A short line for a person at a terminal."""

    def __init__(self, service: str) -> None:
        super().__init__()
        self._service = service

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; a line break in the message is shown, not made."""
        clock = f"{_instant(record).astimezone():%H:%M:%S}"
        parts = (clock, record.levelname, self._service, record.getMessage(), _places(record))
        return " ".join(part for part in parts if part).replace("\r", "\\r").replace("\n", "\\n")


def _instant(record: logging.LogRecord) -> datetime:
    return datetime.fromtimestamp(record.created, UTC)


def _places(record: logging.LogRecord) -> str:
    if not record.exc_info or record.exc_info[1] is None:
        return ""
    error = record.exc_info[1]
    frames = [f"{f.name}:{f.lineno}" for f in traceback.extract_tb(error.__traceback__)[-8:]]
    return " < ".join([type(error).__name__, *reversed(frames)])
