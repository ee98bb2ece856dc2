"""What falls due in jobs."""

from collections.abc import Mapping
from typing import Any

from services.jobs.application.close_post import expire_post
from services.jobs.application.offer_vacancy import EXPIRY
from shared.timers import OnTimer


def timers() -> Mapping[str, OnTimer[Any]]:
    """Return what each kind of timer does."""
    return {EXPIRY: expire_post}
