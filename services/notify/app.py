"""Notify, put together: settings → adapters → use cases → entrypoints."""

from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from fastapi import FastAPI

from services.notify.adapters.mongo import INDEXES, NotifyWork, StoredInboxes, StoredQueue
from services.notify.adapters.roster import load_roster
from services.notify.adapters.rules import load_rulebook
from services.notify.adapters.screens import StoredEscalations, StoredHistory
from services.notify.adapters.smtp import SmtpMailer, SmtpServer
from services.notify.adapters.templates import load_templates
from services.notify.domain.roster import Roster
from services.notify.domain.rulebook import Rulebook
from services.notify.entrypoints.board import Board
from services.notify.entrypoints.consumers import handlers
from services.notify.entrypoints.http import inbox_router
from services.notify.entrypoints.http_escalations import escalations_router
from services.notify.entrypoints.http_history import history_router
from services.notify.entrypoints.sender import Pace, Sender
from services.notify.entrypoints.stream import stream_router
from services.notify.entrypoints.timers import timers
from services.notify.entrypoints.waits import Waits
from services.notify.settings import Settings
from shared.calendar import Calendars
from shared.clock import Clock
from shared.messaging.settings import BusSettings
from shared.service import Engine, run
from shared.storage.ports import Cause
from shared.storage.work import Unit
from shared.web.commands import Counter
from shared.web.health import Check


def build(settings: Settings, bus: BusSettings, clock: Clock | None = None) -> FastAPI:
    """Return the service; raise `ValueError` or `OSError` for a file that is wrong or missing."""
    clock = clock or settings.present()
    staff = load_roster(settings.roster_file)
    rulebook = load_rulebook(
        settings.rules_file,
        load_templates(settings.templates),
        Roster(member.colleague for member in staff),
        settings.orgunit,
    )
    keyring = settings.keyring()
    calendars = Calendars.load(settings.calendar_file)

    def work(unit: Unit, cause: Cause, now: datetime) -> NotifyWork:
        return NotifyWork(unit, cause, now, rulebook, keyring, calendars)

    waits = Waits(clock)
    engine = Engine(
        "notify",
        settings,
        bus,
        work,
        handlers=handlers(rulebook.events, waits),
        timers=timers(),
        indexes=INDEXES,
        clock=clock,
    )
    inboxes = StoredInboxes(engine.store)
    board = Board(inboxes)
    sender = Sender(
        StoredQueue(engine.store),
        engine.unit_of_work,
        SmtpMailer(_server(settings), clock),
        staff,
        clock=clock,
        waits=waits,
        pace=Pace(settings.mail_workers, timedelta(seconds=settings.mail_lease_seconds)),
    )
    for listener in (partial(waits.observe, engine.metrics), board.wake, sender.wake):
        engine.unit_of_work.after_commit(listener)
    engine.metrics.set("notify_empty_roles", len(rulebook.vacant))
    engine.checks.add("chains", partial(_chains, rulebook))
    return engine.app(
        title_zh="通知",
        routers=[
            stream_router(inboxes, board),
            inbox_router(inboxes, Counter(engine.commands)),
            history_router(StoredHistory(engine.store)),
            escalations_router(StoredEscalations(engine.store), inboxes),
        ],
        extra=[("board", board.serve), ("sender", sender.serve)],
    )


def main() -> None:
    """Serve until told to stop."""
    run("notify", Settings, build)


def _chains(rulebook: Rulebook) -> Check:
    # Well all the same: a step that nobody holds is passed over, and the chain ends at a person.
    if rulebook.vacant:
        return Check(ok=True, detail=f"nobody holds {', '.join(rulebook.vacant)}")
    return Check(ok=True, detail="every step is held")


def _server(settings: Settings) -> SmtpServer:
    file = settings.smtp_password_file
    return SmtpServer(
        host=settings.smtp_host,
        port=settings.smtp_port,
        tls=settings.smtp_tls,
        username=settings.smtp_username,
        password=Path(file).read_text(encoding="utf-8").strip() if file else "",
        sender=settings.mail_from,
        seconds=settings.smtp_seconds,
    )
