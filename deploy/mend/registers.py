"""Rebuilding the registers of services, and waiting until they are whole."""

import argparse
import asyncio
import sys
from typing import Any

from deploy.mend.services import Service

_ASK_SECONDS = 1.0


async def rebuilt(service: Service, asked: argparse.Namespace) -> dict[str, Any]:
    """Have one register built anew; return where it stands at the end, progress goes to stderr.

    Raises:
        SandboxError: the service refused, or does not answer any more; the rebuild goes on.
    """
    body = {"reason": asked.reason, "accept_gap": asked.accept_gap}
    await service.post("/register/rebuild", body)
    while True:
        found: dict[str, Any] = await service.get("/register")
        if found["building"] is None:
            return found
        print(f"{service.name}: {found['building']['percent']}%", file=sys.stderr)
        await asyncio.sleep(_ASK_SECONDS)
