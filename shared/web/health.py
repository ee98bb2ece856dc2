"""Alive, ready, and the metrics: what an orchestrator and Prometheus ask."""

import asyncio
import inspect
import logging
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from prometheus_client.exposition import choose_encoder

from shared.observability.metrics import Metrics

logger = logging.getLogger("jiedao.web.health")

TIME_LIMIT_SECONDS = 2.0
HANG_SECONDS = 60.0


@dataclass(frozen=True)
class Check:
    """What one part of the service says of itself; `detail` is for operators."""

    ok: bool
    detail: str = ""


Probe = Callable[[], Check | Awaitable[Check]]
Stuck = Callable[[], float]


class Checks:
    """The parts that must be well before the service takes work, and the loops that must turn.

    Args:
        time_limit: seconds after which a silent part counts as not well.
        hang_limit: seconds after which a loop that has not come round hangs.
    """

    def __init__(
        self, time_limit: float = TIME_LIMIT_SECONDS, hang_limit: float = HANG_SECONDS
    ) -> None:
        self._probes: dict[str, Probe] = {}
        self._loops: dict[str, Stuck] = {}
        self._time_limit = time_limit
        self._hang_limit = hang_limit

    def add(self, name: str, probe: Probe) -> None:
        """Register a part; a name is taken once."""
        if name in self._probes:
            raise ValueError(f"check {name!r} is registered already")
        self._probes[name] = probe

    def watch(self, name: str, stuck: Stuck) -> None:
        """Register a background loop; `stuck` tells the seconds for which it has not come round."""
        self._loops[name] = stuck

    def hung(self) -> dict[str, float]:
        """Return the loops that hang, with the seconds for which they do; none is right."""
        silent = {name: stuck() for name, stuck in self._loops.items()}
        return {name: round(s, 1) for name, s in silent.items() if s > self._hang_limit}

    async def run(self) -> dict[str, Check]:
        """Ask every part at once."""
        answers = await asyncio.gather(*(self._ask(n, p) for n, p in self._probes.items()))
        return dict(zip(self._probes, answers, strict=True))

    async def _ask(self, name: str, probe: Probe) -> Check:
        try:
            async with asyncio.timeout(self._time_limit):
                answer = probe()
                return await answer if inspect.isawaitable(answer) else answer
        except TimeoutError:
            return Check(ok=False, detail=f"no answer within {self._time_limit:g} s")
        except Exception as error:  # noqa: BLE001 - a part that fails to answer is not well
            # The text of an error may hold an address with a password: only its kind is told.
            logger.warning("check %s failed with %s", name, type(error).__name__)
            return Check(ok=False, detail=type(error).__name__)


def health_router(service: str, checks: Checks, metrics: Metrics) -> APIRouter:
    """Return ``/livez``, ``/readyz`` and ``/metrics``, open to all."""
    router = APIRouter(include_in_schema=False)

    @router.get("/livez")
    async def livez() -> JSONResponse:
        # A loop that waits for store or bus is well: only one that hangs is mended by a restart.
        hung = checks.hung()
        if hung:
            body = {"service": service, "status": "hung", "loops": hung}
            return JSONResponse(body, status_code=503)
        return JSONResponse({"service": service, "status": "alive"})

    @router.get("/readyz")
    async def readyz() -> JSONResponse:
        answers = await checks.run()
        ready = all(check.ok for check in answers.values())
        body = {
            "service": service,
            "status": "ready" if ready else "not-ready",
            "checks": {name: asdict(check) for name, check in answers.items()},
        }
        return JSONResponse(body, status_code=200 if ready else 503)

    @router.get("/metrics")
    async def shown(request: Request) -> Response:
        encode, media_type = choose_encoder(request.headers.get("Accept", ""))
        return Response(encode(metrics.registry), headers={"Content-Type": media_type})

    return router
