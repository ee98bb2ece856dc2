"""HTTP of the one route that reveals a person's contact."""

import json
import logging
from typing import Annotated, Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from services.jobs.application.lead_match import ContactSeeker, contact_seeker
from services.jobs.application.ports import Contact, Contacts, Records, Work
from services.jobs.domain.matches import Match
from services.jobs.entrypoints.http_matches import lead
from services.jobs.entrypoints.views import MatchView
from shared.clock import Clock
from shared.identity.principal import Principal
from shared.identity.roles import Role
from shared.identity.staff import staff_of
from shared.observability.metrics import Metrics
from shared.web.auth import StatedPurpose, in_scope, needs
from shared.web.commands import CommandCall, Counter
from shared.web.people import ContactView

_audit = logging.getLogger("jiedao.audit")


class ContactedView(MatchView):
    """The match, contacted, and the contact; that is not stored, so it is shown this once."""

    contact: ContactView


def contact_router(
    counter: Counter[Any],
    matches: Records[Match],
    contacts: Contacts,
    clock: Clock,
    metrics: Metrics,
) -> APIRouter:
    """Return ``POST /matches/{match}/contact``."""
    router = APIRouter(prefix="/matches", tags=["matches"])

    @router.post(
        "/{match}/contact", response_model=ContactedView, summary="联系求职者 / contact the seeker"
    )
    async def contact(
        match: str,
        call: CommandCall,
        caller: Annotated[Principal, needs(Role.ADVISER, purpose=True)],
        purpose: StatedPurpose,
    ) -> JSONResponse:
        found = await matches.get(match)
        in_scope(caller, found.orgunit)
        # Whoever would be refused anyway must not learn a number first.
        command = ContactSeeker(match, staff_of(caller))
        found.contacted_by(command.adviser, clock.now())

        async def act(_: str, work: Work) -> Match:
            return await contact_seeker(command, work)

        # Asked before the command: no transaction may wait for another service.
        revealed = await contacts.of(found.person, str(purpose))
        answer = await lead(counter, call, match, act)
        _audit.info("reveal by %s for %s of %s", caller.subject, purpose, found.person)
        metrics.count("personal_reveals_total", purpose_kind=str(purpose))
        return _with(answer, revealed)

    return router


def _with(answer: JSONResponse, revealed: Contact) -> JSONResponse:
    # Added after the commit: the stored answer of an Idempotency-Key never holds a contact.
    shown = ContactView.model_validate(revealed).as_json()
    body = {**json.loads(bytes(answer.body)), "contact": shown}
    kept = {n: v for n, v in answer.headers.items() if n not in {"content-length", "content-type"}}
    headers = {**kept, "Cache-Control": "no-store"}
    return JSONResponse(body, status_code=answer.status_code, headers=headers)
