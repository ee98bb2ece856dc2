"""A person's access to what is known of them, over HTTP, as JSON and as PDF."""

import logging
from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from services.intake.application.people.access import Known, access_export
from services.intake.application.ports import PrintSheet, Work
from services.intake.entrypoints.people.access_sheet import sheet_of
from services.intake.entrypoints.people.erasure_views import AccessView, access_view
from shared.identity.principal import Principal
from shared.identity.roles import Role
from shared.storage.group_commit import Commands
from shared.values import NotAllowed
from shared.web.auth import Purpose, StatedPurpose, needs
from shared.web.commands import CommandCall
from shared.web.people import Concerns, must_concern

_Desk = Annotated[Principal, needs(Role.CLERK, Role.OPERATOR, purpose=True)]
_audit = logging.getLogger("jiedao.audit")
_PDF = "application/pdf"
_HEADERS = {"Cache-Control": "no-store", "Vary": "Accept"}


def access_router(commands: Commands[Any], records: Concerns, print_: PrintSheet) -> APIRouter:
    """Return ``/people/{ref}/access-exports``, as JSON or PDF."""
    router = APIRouter(tags=["people"])

    # Through no counter: an answer that is stored for repetition would be one more copy.
    @router.post(
        "/people/{ref}/access-exports",
        summary="本人查阅、复制 / all that is known of a person",
        response_model=AccessView,
        responses={200: {"content": {_PDF: {}}}},
    )
    async def export(
        ref: str, request: Request, caller: _Desk, purpose: StatedPurpose, call: CommandCall
    ) -> Response:
        _must_be_own(purpose)

        async def act(work: Work) -> Known:
            known = await access_export(ref, work)
            await must_concern(records, ref, caller)
            return known

        known = await commands.run(act, call.cause)
        _audit.info("%s exported what is known of %s for %s", caller.subject, ref, purpose)
        view = access_view(known)
        if _PDF in request.headers.get("Accept", ""):
            pdf = await print_(sheet_of(view, known.at))
            return Response(pdf, media_type=_PDF, headers=_HEADERS)
        return JSONResponse(view.as_json(), headers=_HEADERS)

    return router


def _must_be_own(purpose: Purpose | None) -> None:
    if purpose is not Purpose.OWN:
        raise NotAllowed(
            "own-access-only",
            "本人查阅、复制请在 X-Purpose 头写 own。",
            "An access export is for the person: say X-Purpose: own.",
            field="X-Purpose",
        )
