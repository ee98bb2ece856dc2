"""Nobody overwrites what they have not seen: ETag, If-Match, If-None-Match (RFC 9110, 13)."""

import re
from collections.abc import Iterable
from typing import Annotated

from fastapi import Depends, Header, Request, Response

from shared.values import Stale
from shared.web.problems import Malformed

_TAG = re.compile(r'"([0-9]{1,18})"')


class StaleVersion(Stale):
    """The caller decided on an older version.

    Args:
        current: the version now.
        changed: names of the fields that differ since; never their values.
    """

    def __init__(self, current: int, changed: Iterable[str] = ()) -> None:
        self.current_version = current
        self.changed = tuple(changed)
        zh, en = "、".join(self.changed), ", ".join(self.changed)
        super().__init__(
            "stale",
            f"这条记录已被他人改动（现为第 {current} 版{f'，变动：{zh}' if zh else ''}），"
            "请刷新后再办。",
            f"This record was changed meanwhile (now version {current}"
            f"{f'; changed: {en}' if en else ''}); read it again and decide again.",
            field="If-Match",
        )


def etag(version: int) -> str:
    """Return the strong entity tag of a version, quotes included."""
    return f'"{version}"'


def if_match(request: Request) -> int | None:
    """Return the version the caller has seen; None when it sets no condition (absent or ``*``).

    Raises:
        Malformed: the header is not one tag as our ETag gives it.
    """
    text = request.headers.get("If-Match", "*").strip()
    if text == "*":
        return None
    found = _TAG.fullmatch(text)
    if found is None:
        raise Malformed(
            "malformed-if-match",
            '看不懂 If-Match 头，请原样填入上次查询得到的 ETag，例如 "7"。',
            'The If-Match header cannot be read; give the ETag of your last read, such as "7".',
            field="If-Match",
        )
    return int(found[1])


async def _documented(
    request: Request,
    _header: Annotated[
        str | None,
        Header(
            alias="If-Match",
            description="ETag of the version that the caller has seen",
            json_schema_extra={"pattern": rf"^(\*|{_TAG.pattern})$"},
        ),
    ] = None,
) -> int | None:
    return if_match(request)


# A parameter of a route: the version that the caller has seen, shown in OpenAPI.
ExpectedVersion = Annotated[int | None, Depends(_documented)]


def check_version(expected: int | None, current: int, changed: Iterable[str] = ()) -> None:
    """Raise `StaleVersion` unless `expected` is None or the current version."""
    if expected is not None and expected != current:
        raise StaleVersion(current, changed)


def not_modified(request: Request, version: int) -> Response | None:
    """Return 304 when the caller holds this version already (If-None-Match), else None."""
    tags = {tag.strip().removeprefix("W/") for tag in _none_match(request).split(",")}
    if etag(version) in tags or "*" in tags:
        return Response(status_code=304, headers={"ETag": etag(version)})
    return None


def _none_match(request: Request) -> str:
    return request.headers.get("If-None-Match", "")
