"""Receipts (凭证) over HTTP, as JSON and as PDF."""

import logging
from collections.abc import Awaitable, Callable
from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from services.intake.application.ports import Print, Work
from services.intake.application.receipts.receipts import Holder, show_receipt
from services.intake.domain.receipts.receipts import Office, ReceiptDocument
from services.intake.entrypoints.people.askers import STAFF_ASKERS
from services.intake.entrypoints.receipts.receipt_views import ReceiptDocumentView
from shared.identity.principal import Principal
from shared.observability.metrics import Metrics
from shared.storage.group_commit import Commands
from shared.web.auth import Purpose, StatedPurpose, in_scope, needs
from shared.web.commands import Call, CommandCall

_audit = logging.getLogger("jiedao.audit")
_Staff = Annotated[Principal, needs(*STAFF_ASKERS)]
_PDF = "application/pdf"
Of = Callable[[Work, str], Awaitable[Holder]]
_HEADERS = {"Cache-Control": "no-store", "Vary": "Accept, X-Purpose"}


class Receipts:
    """Looks a receipt up for a caller; a stated purpose shows the name, and leaves its line.

    `of` finds what the receipts are of: an application, or a bundle.
    """

    def __init__(self, commands: Commands[Any], metrics: Metrics, of: Of) -> None:
        self._commands = commands
        self._metrics = metrics
        self._of = of

    async def find(
        self, key: str, number: str, call: Call, purpose: Purpose | None
    ) -> tuple[ReceiptDocument, str | None]:
        """Return the receipt and the applicant's name; raise `NotAllowed` outside the scope."""

        async def act(work: Work) -> tuple[ReceiptDocument, str | None]:
            holder = await self._of(work, key)
            in_scope(call.caller, holder.orgunit)
            return await show_receipt(holder, number, work, unmasked=purpose is not None)

        receipt, name = await self._commands.run(act, call.cause)
        if purpose is not None and name is not None:
            _audit.info("%s saw the name on %s for %s", call.caller.subject, receipt.id, purpose)
            self._metrics.count("personal_reveals_total", purpose_kind=str(purpose))
        return receipt, name


def receipts_router(receipts: Receipts, office: Office, print_: Print, prefix: str) -> APIRouter:
    """Return ``<prefix>/{key}/receipts/{number}`` as JSON or PDF."""
    router = APIRouter(prefix=f"{prefix}/{{key}}/receipts", tags=["receipts"])
    described: dict[int | str, dict[str, Any]] = {200: {"content": {_PDF: {}}}}

    @router.get(
        "/{number}.pdf",
        summary="凭证 PDF / a receipt as PDF",
        response_class=Response,
        responses=described,
    )
    async def pdf(
        key: str, number: str, _by: _Staff, purpose: StatedPurpose, call: CommandCall
    ) -> Response:
        receipt, name = await receipts.find(key, number, call, purpose)
        return Response(await print_(receipt, name), media_type=_PDF, headers=_HEADERS)

    @router.get(
        "/{number}",
        summary="凭证 / a receipt",
        response_model=ReceiptDocumentView,
        responses=described,
    )
    async def one(
        key: str,
        number: str,
        request: Request,
        _by: _Staff,
        purpose: StatedPurpose,
        call: CommandCall,
    ) -> Response:
        receipt, name = await receipts.find(key, number, call, purpose)
        if _PDF in request.headers.get("Accept", ""):
            return Response(await print_(receipt, name), media_type=_PDF, headers=_HEADERS)
        view = ReceiptDocumentView.of(receipt, office, name)
        return JSONResponse(view.as_json(), headers=_HEADERS)

    return router
