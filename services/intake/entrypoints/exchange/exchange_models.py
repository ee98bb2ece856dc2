"""What the routes of exchange take and show."""

from typing import Annotated

from pydantic import Field

from services.intake.entrypoints.models import Body, example
from shared.web.views import View


class RowView(View):
    """A row of a platform's table; who applied stands in `sealed`, for that platform alone."""

    table: str
    row: dict[str, str | int]
    sealed: str | None = None


class RowsView(View):
    """Rows of what changed; ask with `since` again for what changes later."""

    rows: tuple[RowView, ...]
    since: str | None = Field(description="cursor behind the last row; keep it for the next call")


class ResultsBody(Body):
    """Results of another platform, in the words of its profile."""

    model_config = example(
        profile="national",
        rows=[
            {
                "row_guid": "a3f1c0",
                "version": 1,
                "project_no": "20260907000012",
                "result_type": "0",
                "result_date": "20260909103000",
                "result_explain": "符合条件。",
            }
        ],
    )

    profile: str = Field(max_length=64)
    rows: Annotated[tuple[dict[str, str | int | None], ...], Field(min_length=1, max_length=200)]


class RowFate(View):
    """What became of a row; what was taken in before is `repeated`, so a re-send is harmless."""

    row_guid: str | None
    fate: str = Field(description="taken, repeated or refused")
    code: str | None = None
    zh: str | None = None
    en: str | None = None
    field: str | None = None


class FatesView(View):
    """Each row by itself, in the order in which they came."""

    rows: tuple[RowFate, ...]
