"""Serving one service as a process."""

import logging
import sys
from collections.abc import Callable
from typing import TypeVar

import uvicorn
import yaml
from fastapi import FastAPI
from pydantic import ValidationError

from shared.messaging.settings import BusSettings
from shared.observability.logs import configure
from shared.service.garbage import spare_batches
from shared.service.settings import ServiceSettings
from shared.values import Invalid

S = TypeVar("S", bound=ServiceSettings)

_log = logging.getLogger("jiedao.service")


def run(service: str, settings: type[S], build: Callable[[S, BusSettings], FastAPI]) -> None:
    """Build and serve until SIGTERM or Ctrl-C, then let what is in flight finish.

    A wrong setting or file ends the process with one sentence on stderr and status 2.
    """
    try:
        told = settings()
        app = build(told, BusSettings())
    except (OSError, ValueError, yaml.YAMLError, Invalid) as error:
        prefix = str(settings.model_config.get("env_prefix", ""))
        said = _sentence(error, prefix)
        sys.stderr.write(f"{service} 无法启动 / {service} cannot start: {said}\n")
        raise SystemExit(2) from None
    configure(service)
    spare_batches()
    _log.info("serving on http://%s:%s", told.http_host, told.http_port)
    uvicorn.run(
        app,
        host=told.http_host,
        port=told.http_port,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=10,
    )


def _sentence(error: Exception, prefix: str) -> str:
    if isinstance(error, ValidationError):
        # The variable and the mend; never the value, which may be a secret.
        faults = error.errors(include_input=False, include_url=False)
        of = {"Settings": prefix, "BusSettings": "KAFKA_"}.get(error.title)
        named = [".".join(map(str, fault["loc"])) for fault in faults]
        names = [f"{of}{n.upper()}" if of else f"{error.title} {n}" for n in named]
        return "; ".join(f"{n}: {f['msg']}" for n, f in zip(names, faults, strict=True))
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}; check the {prefix}… setting that names it"
    if isinstance(error, Invalid):
        return f"{error.zh} {error.en}"
    return " ".join(str(error).split())
