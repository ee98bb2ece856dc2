"""The operators' tool, against a service that runs."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import uvicorn

from deploy.mend.__main__ import _run
from deploy.mend.options import read_arguments
from deploy.sandbox.words import FAILED, USAGE, SandboxError
from shared.testing.memory import MemoryStore
from tests.shared.messaging.desk import Office
from tests.shared.messaging.mending_toy import place, serving
from tests.shared.messaging.toy import order, record


class Tool:
    """The tool as an operator types it."""

    def __init__(self, office: Office, url: str, home: Path) -> None:
        self.office = office
        self.home = home
        token = home / "token"
        token.write_text(office.token(), encoding="utf-8")
        self._where = ["--service", "grid", "--url", url, "--token-file", str(token)]

    async def __call__(self, *words: str) -> bool:
        return await _run([*words, *self._where])

    def file(self, event: object) -> str:
        path = self.home / "event.json"
        path.write_text(json.dumps(event), encoding="utf-8")
        return str(path)


@pytest.fixture
async def tool(tmp_path: Path) -> AsyncIterator[Tool]:
    office = Office(tmp_path / "issuer", MemoryStore())
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(office.app, log_level="critical", lifespan="off"))
        serve = asyncio.create_task(server.serve(sockets=[door]))
        async with serving(office.town):
            yield Tool(office, f"http://127.0.0.1:{door.getsockname()[1]}", tmp_path)
        server.should_exit = True
        await serve


def printed(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


async def test_from_summary_to_mended_without_leaving_the_terminal(
    tool: Tool, capsys: pytest.CaptureFixture[str]
) -> None:
    right = order("a")
    await tool.office.town.hearing.hear([record({**right, "data": {}})])
    assert await tool("summary", "--json")
    assert await tool("list", "--fate", "quarantined", "--json")
    counted, row = printed(capsys)
    assert (counted["service"], counted["fate"], counted["count"]) == ("grid", "quarantined", 1)
    assert row["place"] == place(0)
    assert await tool("show", place(0))
    assert "does-not-fit-schema" in capsys.readouterr().out
    assert not await tool("replay", place(0), "--dry-run")
    assert "quarantined" in capsys.readouterr().out
    file = tool.file(right)
    assert await tool("mend", place(0), "--file", file, "--reason", "补全字段")
    assert "replayed" in capsys.readouterr().out
    assert await tool.office.town.order_of() == ["a"]


async def test_all_are_replayed_in_order_after_a_dry_run(
    tool: Tool, capsys: pytest.CaptureFixture[str]
) -> None:
    town = tool.office.town
    town.mood["a"] = "break"
    await town.hear("a", "b", "c")
    town.mood.clear()
    assert await tool("replay", "--all", "--fate", "parked", "--dry-run", "--json")
    assert [row["outcome"] for row in printed(capsys)] == ["would-be-handled"]
    assert await town.order_of() == []
    assert await tool("replay", "--all", "--reason", "已修复程序", "--json")
    assert [row["outcome"] for row in printed(capsys)] == ["replayed"] * 3
    assert await town.order_of() == ["a", "b", "c"]


async def test_what_is_discarded_is_settled_and_says_so_the_second_time(
    tool: Tool, capsys: pytest.CaptureFixture[str]
) -> None:
    await tool.office.town.hearing.hear([record(b"{")])
    assert await tool("discard", place(0), "--reason", "测试数据")
    with pytest.raises(SandboxError, match="已经了结") as refused:
        await tool("discard", place(0), "--reason", "测试数据")
    assert refused.value.code == FAILED
    with pytest.raises(SandboxError, match="没有这一条"):
        await tool("show", place(9))
    capsys.readouterr()


async def test_a_service_that_does_not_answer_is_named(tmp_path: Path) -> None:
    token = tmp_path / "token"
    token.write_text("x", encoding="utf-8")
    where = ["--service", "grid", "--url", "http://127.0.0.1:9", "--token-file", str(token)]
    with pytest.raises(SandboxError, match="grid") as fault:
        await _run(["summary", *where])
    assert fault.value.code == FAILED


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["burn"],
        ["list", "--fate", "burnt"],
        ["list", "--service", "bakery"],
        ["replay"],
        ["replay", "x", "--all", "--reason", "y"],
        ["replay", "x"],
        ["discard", "x"],
        ["show", "x", "--raw"],
        ["summary", "--url", "http://x"],
    ],
    ids=" ".join,
)
def test_a_wrong_argument_is_one_sentence_and_exit_code_two(words: list[str]) -> None:
    with pytest.raises(SandboxError) as fault:
        read_arguments(words)
    assert fault.value.code == USAGE
    assert "\n" not in str(fault.value)
