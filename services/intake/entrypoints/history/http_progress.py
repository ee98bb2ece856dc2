"""The public query: how an application stands, without a token, for who has the receipt."""

from typing import Any, Self

from fastapi import APIRouter, Request

from services.intake.application.history.ask_progress import AskProgress, ask_progress
from services.intake.domain.history.progress import Progress
from services.intake.entrypoints.history.turnstile import Pace, Turnstile, network_of
from services.intake.entrypoints.rating.rating_models import ProgressQuery
from shared.deadlines.views import Local
from shared.ids import mint
from shared.storage.group_commit import Commands
from shared.storage.ports import Cause
from shared.web.middleware import correlation_of
from shared.web.openapi import problem_response
from shared.web.views import View

_NOWHERE = "0" * 12


class SaidView(View):
    """One text in both languages."""

    zh: str
    en: str


class ProgressView(View):
    """How it stands, what is awaited of the applicant, and the dates; no name."""

    item_name: str
    state: SaidView
    awaited: SaidView
    received_at: Local
    accepted_at: Local | None
    due_at: Local | None
    decided_at: Local | None
    closed_at: Local | None

    @classmethod
    def of(cls, progress: Progress) -> Self:
        """Show it."""
        said = {
            name: SaidView(zh=text[0], en=text[1])
            for name, text in (("state", progress.state), ("awaited", progress.awaited))
        }
        return cls.model_validate({**vars(progress), **said})


class Gate:
    """Who may ask now: so often from one address, and so often for one code."""

    def __init__(self, address: Turnstile, code: Turnstile) -> None:
        self._address = address
        self._code = code

    @classmethod
    def at(cls, per_address: Pace, per_code: Pace) -> Self:
        """Open a gate with these paces."""
        return cls(Turnstile(per_address), Turnstile(per_code))

    def enter(self, request: Request, code: str) -> None:
        """Raise `TooMany`; the answer does not tell whether there is such a code."""
        self._address.pass_or_refuse(network_of(request.client and request.client.host))
        self._code.pass_or_refuse(code)


def progress_router(commands: Commands[Any], gate: Gate) -> APIRouter:
    """Return ``POST /progress``: the one route that asks for no token, knowingly.

    POST, so that neither the code nor the digits stand in an address, a log or a history.
    """
    router = APIRouter(tags=["public"])

    @router.post(
        "/progress",
        summary="办件进度查询（凭回执） / how it stands",
        responses={429: problem_response("too often; see Retry-After 查询过于频繁")},
    )
    async def progress(body: ProgressQuery, request: Request) -> ProgressView:
        gate.enter(request, body.receipt_code)
        query = AskProgress(body.receipt_code, body.last_four)
        cause = Cause(mint(), correlation_of(request), "applicant", _NOWHERE)
        shown = await commands.look(lambda work: ask_progress(query, work), cause)
        return ProgressView.of(shown)

    return router
