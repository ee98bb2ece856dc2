"""Services of ours as processes, with keys, topics and tokens, for what is measured over HTTP."""

import contextlib
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.ground import Ground
from benchmarks.peers.sampled import SERVICE, WRITTEN
from deploy.sandbox.children import Service
from deploy.sandbox.doors import all_ready
from deploy.sandbox.environment import Surroundings, environment_of
from deploy.sandbox.registry import PARTNERS_FILE
from deploy.sandbox.secrets import make_secrets
from deploy.sandbox.tokens import OFFICE, token_for
from shared.events.base import topic_of
from shared.events.catalogue import PARTITIONS, SERVICES
from shared.identity.issuer import Issuer
from shared.identity.roles import Role
from shared.messaging.partners import Partners
from shared.testing.servers.process import free_port


@dataclass(frozen=True)
class Town:
    """The services that run; `jwks` is the file of the issuer's public keys."""

    urls: dict[str, str]
    pids: dict[str, int]
    issuer: Issuer
    jwks: Path

    def token(self, role: Role) -> str:
        """Return a token of the usual speaker of a role."""
        return token_for(self.issuer, role)


@asynccontextmanager
async def town(here: Ground, names: Sequence[str], *, sampled: bool = False) -> AsyncIterator[Town]:
    """Start these services and end them; a sampled one tells where its time went."""
    topics = [*map(topic_of, SERVICES), *Partners.load(PARTNERS_FILE).topics()]
    here.topics(dict.fromkeys(topics, PARTITIONS))
    secrets, issuer = make_secrets(here.home, OFFICE)
    ports = {service: free_port() for service in SERVICES}
    around = Surroundings(
        here.mongo_url, here.bootstrap, here.waits, free_port(), ports, secrets, issuer
    )
    urls = {name: around.url(name) for name in names}
    with contextlib.ExitStack() as stack:
        pids = {}
        for name in names:
            said = stack.enter_context((here.home / f"{name}.log").open("a", encoding="utf-8"))
            env = {
                **environment_of(name, around),
                SERVICE: name,
                WRITTEN: str(here.home / f"{name}.sampled"),
            }
            module = "benchmarks.peers.sampled" if sampled else f"services.{name}"
            service = Service(name, module, env, _written(said.write))
            service.start()
            stack.callback(service.stop)
            pids[name] = service.pid or 0
        await all_ready(urls)
        yield Town(urls, pids, issuer, secrets.jwks)


def _written(write: Callable[[str], int]) -> Callable[[str, str], None]:
    def say(line: str, _: str) -> None:
        write(f"{line}\n")

    return say
