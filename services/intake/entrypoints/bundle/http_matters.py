"""The matters (一件事) for everybody: what they are, and the one form with its papers."""

from typing import Annotated

from fastapi import APIRouter

from services.intake.application.bundle.guide_matter import fill_one_form
from services.intake.application.ports import Items
from services.intake.application.ports_bundle import Matters
from services.intake.entrypoints.bundle.bundle_models import OneFormBody
from services.intake.entrypoints.bundle.matter_views import (
    MatterView,
    OneFillingView,
    view_of_matter,
)
from shared.identity.principal import Principal
from shared.web.auth import needs

_Anybody = Annotated[Principal, needs()]


def matters_router(matters: Matters, items: Items) -> APIRouter:
    """Return the routes of the matters."""
    router = APIRouter(prefix="/matters", tags=["bundles"])

    @router.get("", summary="一件事目录 / what can be done with one form")
    async def every(_caller: _Anybody) -> list[MatterView]:
        return [view_of_matter(matter) for matter in matters.every()]

    @router.get("/{code}", summary="一件事指南 / one matter")
    async def one(code: str, _caller: _Anybody) -> MatterView:
        return view_of_matter(matters.known(code))

    @router.post("/{code}/form", summary="一表申请 / which questions and papers apply")
    async def form(code: str, body: OneFormBody, _caller: _Anybody) -> OneFillingView:
        return OneFillingView.of(fill_one_form(code, body.items, body.answers, matters, items))

    return router
