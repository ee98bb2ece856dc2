"""What the sandbox asks the services over HTTP: are they ready, and what are their public keys."""

import asyncio
from collections.abc import Mapping
from time import monotonic
from typing import Any

import aiohttp

from deploy.sandbox.words import SandboxError

READY_LIMIT = 60.0
_LOOK = 0.2
_ANSWER = aiohttp.ClientTimeout(total=3)


async def readiness(session: aiohttp.ClientSession, url: str) -> tuple[bool, str]:
    """Return whether a service is ready, and if not, what fails in a few words."""
    try:
        async with session.get(f"{url}/readyz", timeout=_ANSWER) as answer:
            body = await answer.json()
    except (aiohttp.ClientError, TimeoutError, ValueError):
        return False, "no answer"
    failing = [
        f"{name}: {check.get('detail', '')}"
        for name, check in body.get("checks", {}).items()
        if not check.get("ok")
    ]
    return not failing and answer.status == 200, "; ".join(failing)  # noqa: PLR2004


async def all_ready(urls: Mapping[str, str], limit: float = READY_LIMIT) -> None:
    """Wait until every service is ready.

    Raises:
        SandboxError: the time is over; names the service and its failing check.
    """
    deadline = monotonic() + limit
    async with aiohttp.ClientSession() as session:
        for name, url in urls.items():
            while not (answer := await readiness(session, url))[0]:
                if monotonic() > deadline:
                    raise SandboxError(
                        f"{name} 在 {limit:.0f} 秒内没有就绪（{answer[1]}）：请看它的输出。",
                        f"{name} was not ready within {limit:.0f} s ({answer[1]}): see its output.",
                    )
                await asyncio.sleep(_LOOK)


async def public_keys(urls: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Return each service's published key, as a partner fetches it."""
    found = {}
    async with aiohttp.ClientSession(timeout=_ANSWER) as session:
        for name, url in urls.items():
            async with session.get(f"{url}/.well-known/jwks.json") as answer:
                found[name] = (await answer.json())["keys"][0]
    return found
