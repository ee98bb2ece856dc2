"""The sealed store over HTTP: a contact for a stated purpose, and erasure."""

import logging
from typing import Annotated, Any, Protocol

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from shared.identity.principal import Principal
from shared.identity.roles import Role
from shared.observability.metrics import Metrics
from shared.privacy.people import People
from shared.privacy.records import PersonalDetails
from shared.storage.group_commit import Commands
from shared.values import NotAllowed
from shared.web.auth import StatedPurpose, needs
from shared.web.commands import CommandCall, Counter
from shared.web.idempotency import Answer
from shared.web.views import View

_audit = logging.getLogger("jiedao.audit")


class Concerns(Protocol):
    """Which organisations a person has to do with, by what the service has committed."""

    async def concerns(self, person: str, scope: str) -> bool:
        """Tell whether anything of this person lies in an organisation's scope."""
        ...


class HasPeople(Protocol):
    """A unit of work with a sealed store."""

    @property
    def people(self) -> People:
        """The sealed personal data."""
        ...


class ContactView(View):
    """What is disclosed: how to reach a person, and no more (PIPL 6)."""

    name: str | None
    phone: str | None


class ErasedView(View):
    """A person who is unreadable from now on."""

    ref: str
    erased: bool = True


def people_router(
    commands: Commands[Any],
    metrics: Metrics,
    records: Concerns,
    *askers: Role,
    erasing: bool = True,
) -> APIRouter:
    """Return ``/people/{ref}``: disclosure to `askers`, erasure by operators (PIPL 47).

    Both are refused outside the caller's organisation; a person of whom nothing is on record
    belongs to no organisation. Without `erasing`, the service has its own way to erase.
    """
    router = APIRouter(prefix="/people/{ref}", tags=["people"])
    _disclosing(router, commands, metrics, records, askers)
    if erasing:
        _erasing(router, Counter(commands), records)
    return router


def _disclosing(
    router: APIRouter,
    commands: Commands[Any],
    metrics: Metrics,
    records: Concerns,
    askers: tuple[Role, ...],
) -> None:
    # POST, although it reads: it leaves a line in the audit log, and no cache may keep it.
    @router.post("/disclosures", summary="查看联系方式 / disclose a contact")
    async def disclose(
        ref: str,
        caller: Annotated[Principal, needs(*askers, purpose=True)],
        purpose: StatedPurpose,
        call: CommandCall,
    ) -> ContactView:
        async def act(work: HasPeople) -> PersonalDetails:
            details = await work.people.reveal(ref)
            await must_concern(records, ref, caller)
            return details

        # Not through the counter: its answers are stored for repetition, this one must not be.
        details = await commands.run(act, call.cause)
        _audit.info("%s saw the contact of %s for %s", caller.subject, ref, purpose)
        metrics.count("personal_reveals_total", purpose_kind=str(purpose))
        return ContactView.model_validate(details)


def _erasing(router: APIRouter, counter: Counter[Any], records: Concerns) -> None:
    @router.delete("", response_model=ErasedView, summary="删除个人信息 / erase a person")
    async def erase(
        ref: str, caller: Annotated[Principal, needs(Role.OPERATOR)], call: CommandCall
    ) -> JSONResponse:
        async def act(work: HasPeople) -> Answer:
            await work.people.masked(ref)
            await must_concern(records, ref, caller)
            await work.people.erase(ref)
            return Answer(200, ErasedView(ref=ref).as_json())

        answer = await counter.answer(call, act)
        _audit.info("%s erased %s", caller.subject, ref)
        return answer


async def must_concern(records: Concerns, person: str, caller: Principal) -> None:
    """Raise `NotAllowed` unless something of a person lies in the caller's scope."""
    if not await records.concerns(person, caller.orgunit):
        raise NotAllowed(
            "out-of-scope",
            "此人在您所在机构没有记录，请联系其所属机构。",
            "Your organisation has no record of this person; ask the one that has.",
        )
