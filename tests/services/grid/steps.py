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


async def verified(block: Block, incident: Incident) -> None:
    """Take a dispatched incident through handling and verification."""
    key, worker = incident.id, incident.worker or ""
    await block.run(lambda w: sign_incident(SignIncident(key, worker), w))
    await block.run(lambda w: start_handling(StartHandling(key, worker), w))
    await block.run(lambda w: feed_back(FeedBack(key, worker, "已办", solved=True), w))
    await block.run(lambda w: verify_incident(VerifyIncident(key, LEADER, passed=True), w))


async def closed(block: Block, incident: Incident, answer: str = "垃圾已清运。") -> None:
    """Take a dispatched incident to its end."""
    await verified(block, incident)
    await block.run(lambda w: close_incident(CloseIncident(incident.id, answer), w))
