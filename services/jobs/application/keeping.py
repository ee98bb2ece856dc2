"""Saving a match that reached a state, telling and counting it, as one act."""

from typing import Any

from services.jobs.application.ports import Work
from services.jobs.domain.matches import Match
from shared.events.base import EventData


def keep(match: Match, event: type[EventData], work: Work, **said: Any) -> Match:
    """Save the match's next version, announce and count it; return what was saved."""
    saved = work.matches.save(match)
    about = {"seeker": saved.seeker, "post": saved.post, "post_title": saved.post_title}
    work.announce(event.model_validate({**about, **said}), about=saved, orgunit=saved.orgunit)
    work.count("jobs_matches_total", state=saved.state.value)
    return saved
