"""One matter at the counter: received once, corrected once, given up or handed over as a whole."""

from collections.abc import Awaitable, Callable
from operator import attrgetter
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse

from services.intake.application.bundle.bundle_deadlines import (
    ExtendBundle,
    apply_bundle_calendar,
    extend_bundle,
)
from services.intake.application.bundle.correct_bundle import CorrectBundle, correct_bundle
from services.intake.application.bundle.end_bundle import (
    WithdrawBundle,
    deliver_bundle,
    withdraw_bundle,
)
from services.intake.application.bundle.keeping_bundles import children_of, form_of
from services.intake.application.bundle.receive_bundle import ReceiveBundle, receive_bundle
from services.intake.application.ports import Work
from services.intake.application.ports_bundle import Bundles
from services.intake.domain.bundle.bundle import Bundle, BundleState
from services.intake.entrypoints.bundle.bundle_models import (
    BundleCorrection,
    BundleExtension,
    BundleWithdrawal,
    NewBundle,
)
from services.intake.entrypoints.bundle.bundle_views import (
    BundleRow,
    BundleView,
    row_of_bundle,
    view_of_bundle,
)
from services.intake.entrypoints.handed_in import from_the_counter, papers_of, person_of, wish_of
from services.intake.entrypoints.models import DeliveryBody
from services.intake.entrypoints.promise.commitments import commitment_of
from shared.calendar import Calendars
from shared.deadlines.http import Moving, moves_router, running
from shared.identity.principal import Principal
from shared.identity.roles import Role
from shared.storage.group_commit import Commands
from shared.web.auth import in_scope, needs
from shared.web.commands import Call, CommandCall, Counter
from shared.web.conditional import etag
from shared.web.idempotency import Answer
from shared.web.pages import Page, Paging, page_of

_Staff = Annotated[Principal, needs(Role.CLERK, Role.REVIEWER, Role.SHIFT_LEADER)]
_Window = Annotated[Principal, needs(Role.CLERK, Role.KIOSK)]
_Clerk = Annotated[Principal, needs(Role.CLERK)]
_Leader = Annotated[Principal, needs(Role.SHIFT_LEADER)]
_TO_THE_APPLICANT = DeliveryBody()
_Matter = Annotated[str | None, Query(max_length=64, description="一件事代码 / a matter's code")]
Step = Callable[[Work], Awaitable[Bundle]]


def bundles_router(commands: Commands[Any], bundles: Bundles) -> APIRouter:
    """Return the routes of bundles."""
    router = APIRouter(prefix="/bundles", tags=["bundles"])
    _look_routes(router, commands, bundles)
    _step_routes(router, Counter(commands))
    return router


def bundle_moves_router(
    commands: Commands[Any], bundles: Bundles, calendars: Calendars
) -> APIRouter:
    """Return ``/bundles/calendar/moves``."""
    number = attrgetter("bundle_no")
    moving = Moving(calendars, running(bundles), apply_bundle_calendar, number)
    return moves_router(commands, moving, Role.OPERATOR, below="/bundles")


def _look_routes(router: APIRouter, commands: Commands[Any], bundles: Bundles) -> None:
    @router.get("", summary="一件事列表 / list bundles")
    async def listed(
        caller: _Staff, paging: Paging, state: BundleState | None = None, matter: _Matter = None
    ) -> Page[BundleRow]:
        asked = {"state": state, "matter": matter}
        equals = {name: str(value) for name, value in asked.items() if value is not None}
        rows = await bundles.page(caller.orgunit, after=paging.after, limit=paging.fetch, **equals)
        return page_of(rows, paging, row_of_bundle, lambda bundle: bundle.id)

    @router.get("/{key}", response_model=BundleView, summary="一件事详情 / one bundle")
    async def one(key: str, caller: _Staff, call: CommandCall) -> JSONResponse:
        # Never "not modified": its applications move on without it.
        bundle, view = await commands.look(lambda work: _shown(key, work), call.cause)
        in_scope(caller, bundle.orgunit)
        return JSONResponse(view.as_json(), headers={"ETag": etag(bundle.version)})


def _step_routes(router: APIRouter, counter: Counter[Any]) -> None:
    shown: dict[str, Any] = {"response_model": BundleView}

    @router.post("", status_code=201, summary="一口受理 / receive one matter", **shown)
    async def receive(body: NewBundle, caller: _Window, call: CommandCall) -> JSONResponse:
        command = _handed_in(body, kiosk=caller.has_any(Role.KIOSK))

        async def act(work: Work) -> Answer:
            bundle, view = await _shown((await receive_bundle(command, work)).id, work)
            return Answer(201, view.as_json(), etag(bundle.version))

        return await counter.answer(call, act)

    @router.post("/{key}/correction", summary="合并补正 / what was missing is in", **shown)
    async def correct(
        key: str, body: BundleCorrection, _by: _Clerk, call: CommandCall
    ) -> JSONResponse:
        command = CorrectBundle(key, papers_of(body.papers), body.authorisation)
        return await _step(counter, call, key, lambda work: correct_bundle(command, work))

    @router.post("/{key}/withdrawal", summary="整件撤回 / give the matter up", **shown)
    async def withdraw(
        key: str, body: BundleWithdrawal, _by: _Clerk, call: CommandCall
    ) -> JSONResponse:
        command = WithdrawBundle(key, body.reasons, body.authorisation)
        return await _step(counter, call, key, lambda work: withdraw_bundle(command, work))

    @router.post("/{key}/delivery", summary="统一发证 / hand all results over", **shown)
    async def deliver(
        key: str, _by: _Clerk, call: CommandCall, body: DeliveryBody = _TO_THE_APPLICANT
    ) -> JSONResponse:
        letter = body.authorisation
        return await _step(
            counter, call, key, lambda work: deliver_bundle(key, work, authorisation=letter)
        )

    @router.post("/{key}/extension", summary="联合办理延期 / extend the joint limit", **shown)
    async def extend(
        key: str, body: BundleExtension, by: _Leader, call: CommandCall
    ) -> JSONResponse:
        command = ExtendBundle(key, body.amount, body.reason, body.authority, by.subject)
        return await _step(counter, call, key, lambda work: extend_bundle(command, work))


async def _step(counter: Counter[Any], call: Call, key: str, act: Step) -> JSONResponse:
    async def taken(work: Work) -> Answer:
        call.may_change(await work.bundles.get(key), work)
        await act(work)
        bundle, view = await _shown(key, work)
        return Answer(200, view.as_json(), etag(bundle.version))

    return await counter.answer(call, taken)


async def _shown(key: str, work: Work) -> tuple[Bundle, BundleView]:
    bundle = await work.bundles.get(key)
    cases, calendar = await children_of(bundle, work), work.calendars.of(bundle.orgunit)
    return bundle, view_of_bundle(bundle, cases, form_of(cases, work), work.now, calendar)


def _handed_in(body: NewBundle, *, kiosk: bool) -> ReceiveBundle:
    return ReceiveBundle(
        matter=body.matter,
        origin=from_the_counter(body.channel, kiosk=kiosk),
        chosen=body.items,
        papers=papers_of(body.papers),
        person=person_of(body.person),
        wish=wish_of(body.wish),
        answers=body.answers,
        commitment=commitment_of(body.promise),
        point=body.point,
        authorisation=body.authorisation,
        need=body.need,
        consented=body.consent,
    )
