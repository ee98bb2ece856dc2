"""The HTTP peer: FastAPI and motor as commonly written, one transaction a command.

Same route, same token check, same work as ours: read the aggregate, replace it if its version is
the one that was read, keep the answer under the Idempotency-Key, write an event to the outbox. It
sets no timer, and nobody sends its outbox.
"""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import uvicorn
from fastapi import Depends, FastAPI, Header, HTTPException
from motor.motor_asyncio import AsyncIOMotorClient, AsyncIOMotorClientSession
from pydantic import BaseModel
from pymongo.errors import DuplicateKeyError

from benchmarks.peers.talk import say, told
from shared.clock import SystemClock
from shared.identity.issuer import AUDIENCE, ISSUER
from shared.identity.tokens import TokenVerifier
from shared.ids import mint


@dataclass(frozen=True)
class DeskTask:
    """Serve one database on one port."""

    mongo_url: str
    database: str
    port: int
    jwks: str


class Dispatch(BaseModel):
    """To whom."""

    worker: str


def build(task: DeskTask) -> FastAPI:
    """Return the application."""
    client: Any = AsyncIOMotorClient(task.mongo_url, w="majority", tz_aware=True)
    database = client[task.database]
    verifier = TokenVerifier(ISSUER, AUDIENCE, Path(task.jwks), SystemClock())
    app = FastAPI()

    async def caller(authorization: Annotated[str, Header()]) -> str:
        return (await verifier.verify(authorization)).subject

    @app.post("/incidents/{incident_id}/dispatch")
    async def dispatch(
        incident_id: str,
        form: Dispatch,
        subject: Annotated[str, Depends(caller)],
        idempotency_key: Annotated[str, Header()],
    ) -> dict[str, Any]:
        key = f"{subject}|{incident_id}|{idempotency_key}"

        async def work(session: AsyncIOMotorClientSession) -> dict[str, Any]:
            return await _dispatched(database, session, incident_id, form.worker, key)

        async with await client.start_session() as session:
            try:
                answer: dict[str, Any] = await session.with_transaction(work)
            except DuplicateKeyError:
                kept = await database.idempotency.find_one({"_id": key})
                answer = kept["answer"]
        return answer

    return app


async def _dispatched(
    database: Any, session: AsyncIOMotorClientSession, key: str, worker: str, idempotency: str
) -> dict[str, Any]:
    found = await database.incidents.find_one({"_id": key}, session=session)
    if found is None:
        raise HTTPException(404)
    now = datetime.now(UTC)
    version = found["version"]
    moved = {**found, "version": version + 1, "worker": worker, "state": "dispatched"}
    moved["sign_by"] = now + timedelta(hours=2)
    done = await database.incidents.replace_one(
        {"_id": key, "version": version}, moved, session=session
    )
    if done.modified_count != 1:
        raise HTTPException(409)
    answer = {"id": key, "version": version + 1, "state": "dispatched", "worker": worker}
    await database.idempotency.insert_one(
        {"_id": idempotency, "at": now, "answer": answer}, session=session
    )
    event = {"_id": mint(), "at": now, "type": "incident.dispatched", "data": answer}
    await database.outbox.insert_one(event, session=session)
    return answer


async def desk(task: DeskTask) -> None:
    """Serve until the input ends."""
    config = uvicorn.Config(build(task), port=task.port, log_config=None, access_log=False)
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn sets no event
        await asyncio.sleep(0.02)
    say(state="ready")
    await told()
    server.should_exit = True
    await serving
    say(state="ended")
