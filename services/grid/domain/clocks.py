"""The clocks of an incident: one for each stage of its category, from its first dispatch on."""

from dataclasses import replace
from datetime import datetime, timedelta

from services.grid.domain.category import Category
from services.grid.domain.incident import Incident
from shared.calendar import Calendar, DeadlineClock, Extension, Threshold
from shared.values import Final, Invalid, Refusal

RETURN_WITHIN = timedelta(hours=24)
"""退单: a worker gives an incident back within 24 hours round the clock, or keeps it."""
_YELLOW, _RED = Threshold(share=0.5), Threshold(left=1)


def begun(incident: Incident, category: Category, now: datetime, calendar: Calendar) -> Incident:
    """Let the stages begin; what goes from hand to hand gains no time by it."""
    if incident.clocks:
        return incident
    return incident.with_clocks(started(category, now, calendar), now, calendar)


def started(category: Category, now: datetime, calendar: Calendar) -> tuple[DeadlineClock, ...]:
    """Return a clock for each stage; raise `Invalid` where the calendar cannot count one."""
    return tuple(
        DeadlineClock.begun(
            stage.name,
            stage.limit,
            now,
            calendar,
            yellow=_YELLOW,
            red=_RED,
            extendable=1 if stage.extension else 0,
        )
        for stage in category.stages
    )


def stage_done(incident: Incident, name: str, now: datetime, calendar: Calendar) -> Incident:
    """End one stage; raise `Final` when it has ended and `Refusal` when there is none."""
    clock = running(incident, name)
    clocks = (one.ended(now) if one is clock else one for one in incident.clocks)
    return incident.with_clocks(clocks, now, calendar)


def all_done(incident: Incident, now: datetime, calendar: Calendar) -> Incident:
    """End every stage that is left."""
    clocks = (clock if clock.ended_at else clock.ended(now) for clock in incident.clocks)
    return incident.with_clocks(clocks, now, calendar)


def resumed(incident: Incident, category: Category, now: datetime, calendar: Calendar) -> Incident:
    """返工: the stages that its feedback ended run on as if they had not; the first may begin."""
    if not incident.clocks:
        return begun(incident, category, now, calendar)
    clocks = (
        replace(clock, ended_at=None).computed(calendar)
        if clock.ended_at == incident.fed_back_at
        else clock
        for clock in incident.clocks
    )
    return incident.with_clocks(clocks, now, calendar)


def extended(incident: Incident, name: str, extension: Extension, calendar: Calendar) -> Incident:
    """Extend one stage; a `Refusal` says when it comes too late or a second time."""
    clock = running(incident, name).extended(extension, calendar)
    clocks = (clock if one.name == name else one for one in incident.clocks)
    return incident.with_clocks(clocks, extension.asked_at, calendar)


def only_stage(incident: Incident) -> str:
    """Return the stage that runs; raise `Invalid` where the caller must say which."""
    names = [clock.name for clock in incident.open_clocks]
    if len(names) != 1:
        left = "、".join(names) or "—"
        raise Invalid(
            "say-which-stage",
            f"请写明要延长哪一阶段；正在计时：{left}。",
            f"Say which stage is to be extended; running: {left}.",
            field="stage",
        )
    return names[0]


def running(incident: Incident, name: str) -> DeadlineClock:
    """Return a stage's clock; raise `Final` when it has ended and `Refusal` when it has none."""
    for clock in incident.open_clocks:
        if clock.name == name:
            return clock
    if any(clock.name == name for clock in incident.clocks):
        raise Final("stage-already-done", "该阶段已经办结。", "This stage has ended.", "stage")
    left = "、".join(clock.name for clock in incident.open_clocks) or "—"
    raise Refusal(
        "no-such-stage",
        f"该事件没有这个正在计时的阶段；正在计时：{left}。",
        f"No such stage of this incident is running; running: {left}.",
        field="stage",
    )
