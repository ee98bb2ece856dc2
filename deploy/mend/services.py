"""The services as the tool reaches them: an address and a token each, answers or one sentence."""

import argparse
import json
import os
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote

import aiohttp

from deploy.sandbox.endpoints import ENDPOINTS
from deploy.sandbox.options import read_options
from deploy.sandbox.words import SandboxError
from shared.identity.roles import Role

_SECONDS = aiohttp.ClientTimeout(total=120)
_NOT_FOUND = 404


class RefusedError(SandboxError):
    """The service said no, in its own words."""

    def __init__(self, problem: Mapping[str, Any], status: int) -> None:
        super().__init__(str(problem.get("detail", f"HTTP {status}")), "")
        self.status = status
        self.code = 1


@dataclass(frozen=True)
class Service:
    """One service."""

    name: str
    url: str
    session: aiohttp.ClientSession

    async def get(self, path: str, **headers: str) -> Any:
        """Return the JSON of an answer; raise `RefusedError`."""
        return await self._ask("GET", path, None, headers)

    async def post(self, path: str, body: Mapping[str, Any]) -> Any:
        """Send JSON and return the JSON of the answer; raise `RefusedError`."""
        return await self._ask("POST", path, body, {})

    async def _ask(
        self, method: str, path: str, body: Mapping[str, Any] | None, headers: Mapping[str, str]
    ) -> Any:
        url = f"{self.url}{path}"
        try:
            async with self.session.request(method, url, json=body, headers=headers) as answer:
                content = await answer.json(content_type=None)
        except (aiohttp.ClientError, TimeoutError, ValueError) as fault:
            raise SandboxError(
                f"{self.name} 没有应答（{self.url}）：请确认它在运行。",
                f"{self.name} does not answer at {self.url}: is it running?",
            ) from fault
        if not answer.ok:
            raise RefusedError(content or {}, answer.status)
        return content


class Services:
    """Those that were asked for."""

    def __init__(self, services: list[Service]) -> None:
        self.all = services

    @classmethod
    @asynccontextmanager
    async def opened(cls, asked: argparse.Namespace) -> AsyncIterator[Self]:
        """Open them; raise `SandboxError` where address or token are missing."""
        urls, token = _given(asked) if asked.url else _sandbox(asked)
        headers = {"authorization": f"Bearer {token}", "accept-language": "zh-CN"}
        async with aiohttp.ClientSession(headers=headers, timeout=_SECONDS) as session:
            yield cls([Service(name, urls[name].rstrip("/"), session) for name in asked.service])

    async def holding(self, path: str) -> Service:
        """Return the one that answers this path; raise `RefusedError` where none does."""
        refusal: RefusedError | None = None
        for service in self.all:
            try:
                await service.get(path)
            except RefusedError as refused:
                if refused.status != _NOT_FOUND:
                    raise
                refusal = refused
            else:
                return service
        assert refusal is not None  # noqa: S101 - at least one service was asked
        raise refusal


def entry_path(place: str) -> str:
    """Return the path of an entry."""
    return f"/ledger/{quote(place, safe='')}"


def _given(asked: argparse.Namespace) -> tuple[dict[str, str], str]:
    return {asked.service[0]: asked.url}, _token(asked.token_file)


def _sandbox(asked: argparse.Namespace) -> tuple[dict[str, str], str]:
    home = read_options({"SANDBOX_HOME": os.environ.get("SANDBOX_HOME", "")}).home
    try:
        content = json.loads((home / ENDPOINTS).read_text(encoding="utf-8"))
    except (OSError, ValueError) as fault:
        raise SandboxError(
            "没有正在运行的演示环境：请先运行 make run，或用 --url 和 --token-file 指明服务。",
            "No sandbox is running: start it with make run, or give --url and --token-file.",
        ) from fault
    own = content["tokens"][Role.OPERATOR.value]
    return content["services"], _token(asked.token_file) if asked.token_file else own


def _token(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8").strip()
    except OSError as fault:
        raise SandboxError(
            f"读不到令牌文件 {file}。", f"Cannot read the token in {file}."
        ) from fault
