"""Steps that tests of several use cases take."""

from services.grid.application.close_incident import CloseIncident, close_incident
from services.grid.application.dispatch import SignIncident, sign_incident
from services.grid.application.handle_incident import (
    FeedBack,
    StartHandling,
    VerifyIncident,
    feed_back,
    start_handling,
    verify_incident,
)
from services.grid.domain.incident import Incident
from tests.services.grid.block import LEADER, Block


async def handling(block: Block, incident: Incident) -> None:
    """Let the worker of a dispatched incident take it and begin."""
    key, worker = incident.id, incident.worker or ""
    await block.run(lambda w: sign_incident(SignIncident(key, worker), w))
    await block.run(lambda w: start_handling(StartHandling(key, worker), w))


async def fed_back(block: Block, incident: Incident) -> None:
    """Let the worker who handles it say that it is done."""
    done = FeedBack(incident.id, incident.worker or "", "已办", solved=True)
    await block.run(lambda w: feed_back(done, w))


async def checked(block: Block, incident: Incident, *, passed: bool) -> Incident:
    """Let the leader check it."""
    check = VerifyIncident(incident.id, LEADER, passed=passed)
    saved = await block.run(lambda w: verify_incident(check, w))
    assert isinstance(saved, Incident)
    return saved


async def verified(block: Block, incident: Incident) -> None:
    """Take a dispatched incident through handling and verification."""
    await handling(block, incident)
    await fed_back(block, incident)
    await checked(block, incident, passed=True)


async def closed(block: Block, incident: Incident, answer: str = "垃圾已清运。") -> None:
    """Take a dispatched incident to its end."""
    await verified(block, incident)
    await block.run(lambda w: close_incident(CloseIncident(incident.id, answer), w))
