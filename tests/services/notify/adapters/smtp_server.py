"""A real SMTP server that does what the address says."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiosmtpd.smtp import SMTP


class Behaving:
    """`ok@` is taken, `550@` and `451@` refused, `hang@` never answered, `drop@` cut off."""

    def __init__(self) -> None:
        self.mails: list[bytes] = []
        self.port = 0
        self.released = asyncio.Event()

    async def handle_RCPT(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        name = address.partition("@")[0]
        if name == "hang":
            await self.released.wait()
        if name in {"550", "451"}:
            return f"{name} not now, {address}"
        envelope.rcpt_tos.append(address)
        return "250 fine"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        name = envelope.rcpt_tos[0].partition("@")[0]
        self.mails.append(envelope.content)
        if name == "drop":
            server.transport.abort()
        if name == "mute":
            await self.released.wait()
        return "552 too large" if name == "552" else "250 taken"


@asynccontextmanager
async def smtp_server() -> AsyncIterator[Behaving]:
    behaving = Behaving()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(behaving, hostname="test.invalid", loop=loop), "127.0.0.1", 0
    )
    behaving.port = server.sockets[0].getsockname()[1]
    try:
        yield behaving
    finally:
        behaving.released.set()
        server.close()
        await server.wait_closed()
