"""Somebody who has the partners' page and a shell, and does what it says."""

import asyncio
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from deploy.sandbox.endpoints import ENDPOINTS
from deploy.sandbox.secrets import SECRETS
from shared.testing.servers.process import ROOT
from tests.contracts.partners.page import COMMANDS, copied_to
from tests.journeys.town import Town

KAFKA_TOOLS = Path(__file__).parent / "java" / "pom.xml"
_SECONDS = 120


class Copyist:
    """A folder with the page's files; `does` runs commands after those that set it up."""

    def __init__(self, here: Town, folder: Path) -> None:
        self.folder = folder / "partner"
        self.folder.mkdir()
        copied_to(self.folder)
        self.home = folder / "sandbox"
        shutil.copytree(here._home / "issuer", self.home / SECRETS / "issuer")
        addresses = {"services": here.urls, "kafka": here.bootstrap}
        (self.home / ENDPOINTS).write_text(json.dumps(addresses), encoding="utf-8")
        self.bin = folder / "bin"
        self.bin.mkdir()

    async def does(self, commands: str, *, exits: int = 0) -> str:
        """Return what the commands print; fail the test when they end otherwise."""
        path = os.pathsep.join(
            (str(Path(sys.executable).parent), str(self.bin), os.environ["PATH"])
        )
        env = {"PATH": path, "JIEDAO": str(ROOT), "SANDBOX_HOME": str(self.home)}
        env["MAVEN_OPTS"] = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"  # short runs, two cores
        process = await asyncio.create_subprocess_exec(
            "bash",
            "-eu",
            "-o",
            "pipefail",
            "-c",
            f"{COMMANDS['setup']}\n{commands}",
            cwd=self.folder,
            env={**os.environ, **env},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        try:
            said, _ = await asyncio.wait_for(process.communicate(), _SECONDS)
        finally:
            if process.returncode is None:
                process.kill()
        assert process.returncode == exits, said.decode()
        return said.decode()

    async def heard_of(self, number: str) -> str:
        """Return what grid announced because of the order with this number."""
        return await self.does(f"python listen.py {number}")

    async def has_kafka_tools(self) -> None:
        """Put ``kafka-console-producer.sh`` on the path, as Kafka's download has it."""
        jars = self.folder / "jars.txt"
        await self.does(
            f"mvn -q -f {KAFKA_TOOLS} dependency:build-classpath -Dmdep.outputFile={jars}"
        )
        script = self.bin / "kafka-console-producer.sh"
        producer = "org.apache.kafka.tools.ConsoleProducer"
        script.write_text(f'#!/bin/sh\nexec java -cp "{jars.read_text()}" {producer} "$@"\n')
        script.chmod(0o700)
