"""Several intakes side by side, each a process on a database of its own, as the service is run."""

import contextlib
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TextIO

from benchmarks.ground import Ground
from benchmarks.peers.sampled import SERVICE, WRITTEN
from deploy.sandbox.children import Service
from deploy.sandbox.doors import all_ready
from deploy.sandbox.environment import PARTNERS_FILE, Surroundings, environment_of
from deploy.sandbox.secrets import make_secrets
from deploy.sandbox.tokens import OFFICE
from shared.events.base import topic_of
from shared.events.catalogue import PARTITIONS, SERVICES
from shared.identity.issuer import Issuer
from shared.identity.roles import Role
from shared.messaging.partners import Partners
from shared.testing.servers.process import LOCALHOST, free_port

INTAKE = "intake"


@dataclass(frozen=True)
class Door:
    """Where an intake listens, and its process."""

    url: str
    pid: int


@asynccontextmanager
async def intakes(
    here: Ground, databases: Mapping[str, str], *, sampled: bool = False
) -> AsyncIterator[tuple[dict[str, Door], Issuer]]:
    """Start one for each database, by name, and end them."""
    here.topics(dict.fromkeys([*map(topic_of, SERVICES), *_partners()], PARTITIONS))
    secrets, issuer = make_secrets(here.home, OFFICE)
    doors = {}
    with contextlib.ExitStack() as stack:
        for name, database in databases.items():
            ports = {service: free_port() for service in SERVICES}
            around = Surroundings(
                here.mongo_url, here.bootstrap, here.waits, free_port(), ports, secrets, issuer
            )
            log = stack.enter_context((here.home / f"{name}.log").open("a", encoding="utf-8"))
            env = {
                **environment_of(INTAKE, around),
                "INTAKE_DATABASE": database,
                SERVICE: INTAKE,
                WRITTEN: str(here.home / f"{name}.sampled"),
            }
            module = "benchmarks.peers.sampled" if sampled else f"services.{INTAKE}"
            service = Service(name, module, env, _written(log))
            service.start()
            stack.callback(service.stop)
            doors[name] = Door(f"http://{LOCALHOST}:{ports[INTAKE]}", service.pid or 0)
        await all_ready({name: door.url for name, door in doors.items()})
        yield doors, issuer


def tokens(issuer: Issuer, count: int) -> Sequence[str]:
    """Return the tokens of so many members of staff, who are clerks and reviewers."""
    roles = [Role.CLERK, Role.REVIEWER]
    return [issuer.token(f"stf_b{number:04}", roles, OFFICE) for number in range(count)]


def _partners() -> Sequence[str]:
    return [*Partners.load(PARTNERS_FILE).topics()]


def _written(log: TextIO) -> Callable[[str, str], None]:
    def say(line: str, _: str) -> None:
        log.write(f"{line}\n")

    return say
