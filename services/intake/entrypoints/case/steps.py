"""One step of an application as an HTTP command."""

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi.responses import JSONResponse

from services.intake.application.case.show import show_case
from services.intake.application.ports import Work
from services.intake.domain.case.case import Case
from services.intake.entrypoints.views import view_of
from shared.web.commands import Call, Counter
from shared.web.conditional import etag
from shared.web.idempotency import Answer

Step = Callable[[Work], Awaitable[Case]]


async def step(counter: Counter[Any], call: Call, key: str, act: Step) -> JSONResponse:
    """Take the application one step further, if the caller may, and answer what it then is."""

    async def taken(work: Work) -> Answer:
        before = await work.cases.get(key)
        call.may_change(before, work)
        case = await act(work)
        return Answer(200, view_of(*await show_case(key, work)).as_json(), etag(case.version))

    return await counter.answer(call, taken)
