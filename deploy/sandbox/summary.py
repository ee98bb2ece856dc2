"""The summary: how the day goes, as a live table or as plain lines."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

import aiohttp
from pymongo.errors import PyMongoError
from rich.table import Table

from deploy.sandbox.books import Counts, percentile
from deploy.sandbox.doors import readiness
from deploy.sandbox.house import House
from deploy.sandbox.reconcile import SKIPPED
from deploy.sandbox.screen import Screen
from deploy.sandbox.witness import Witness
from shared.events.catalogue import SERVICES

_LIVE_SECONDS = 0.7
_PLAIN_SECONDS = 5.0
_TITLES = {"cases": "办件 cases", "incidents": "网格事件 incidents", "matches": "匹配 matches"}


@dataclass(frozen=True)
class Tally:
    """The figures of one moment; latency in milliseconds from sending to handling."""

    published: int
    announced: int
    fates: Mapping[str, int]
    counts: Counts
    mails: int
    p50: float
    p99: float
    ready: Mapping[str, str]
    restarts: int

    def line(self) -> str:
        """Return it as one plain line."""
        fates = self.fates
        totals = [f"{_TITLES[n]} {sum(s.values())}" for n, s in self.counts.states.items()]
        return " · ".join(
            [
                f"发布 published {self.published}",
                f"处理 handled {fates.get('handled', 0)}",
                f"隔离 quarantined {fates.get('quarantined', 0) + fates.get('dead', 0)}",
                f"跳过 skipped {sum(fates.get(fate, 0) for fate in SKIPPED)}",
                *totals,
                f"通知 notified {self.counts.notifications}",
                f"邮件 mails {self.mails}",
                f"p50 {self.p50:.0f} ms p99 {self.p99:.0f} ms",
            ]
        )

    def table(self) -> Table:
        """Return it as a table."""
        table = Table(title="街道的一天 / a day of the sub-district", min_width=72)
        for title in ("项目 item", "数量 count", "明细 detail"):
            table.add_column(title)
        fates = self.fates
        detail = f"服务间事件 own events {self.announced}"
        table.add_row("合作方事件 partner events", str(self.published), detail)
        table.add_row("已处理 handled", str(fates.get("handled", 0)), _latency(self))
        table.add_row("已隔离 quarantined", str(fates.get("quarantined", 0)), _dead(fates))
        table.add_row("暂存 parked", str(fates.get("parked", 0)), _behind(fates))
        table.add_row("已退回 refused", str(fates.get("refused", 0)), "")
        table.add_row("重复 repeated", str(fates.get("repeated", 0)), "")
        for name, states in self.counts.states.items():
            table.add_row(_TITLES[name], str(sum(states.values())), _listed(states))
        mails = f"邮件 mails {self.mails}"
        table.add_row("通知 notifications", str(self.counts.notifications), mails)
        table.add_row("服务 services", f"重启 restarts {self.restarts}", _listed(self.ready))
        return table


def _latency(tally: Tally) -> str:
    return f"p50 {tally.p50:.0f} ms · p99 {tally.p99:.0f} ms"


def _dead(fates: Mapping[str, int]) -> str:
    return f"系统故障 dead {fates['dead']}" if fates.get("dead") else ""


def _behind(fates: Mapping[str, int]) -> str:
    return f"按序等候 waiting {fates['waiting']}" if fates.get("waiting") else ""


def _listed(items: Mapping[str, object]) -> str:
    return " · ".join(f"{name} {value}" for name, value in sorted(items.items()))


class Summary:
    """Takes the tally again and again and shows it."""

    def __init__(self, house: House, witness: Witness, screen: Screen) -> None:
        self._house = house
        self._witness = witness
        self._screen = screen

    async def watch(self) -> None:
        """Show the tally for as long as the sandbox runs."""
        before = ""
        while True:
            tally = await self.tally()
            if tally is not None:
                self._screen.update(tally.table())
                if not self._screen.alive and tally.line() != before:
                    before = tally.line()
                    self._screen.say(before)
            await asyncio.sleep(_LIVE_SECONDS if self._screen.alive else _PLAIN_SECONDS)

    async def tally(self) -> Tally | None:
        """Take it; None while the store is away."""
        ready = await self._ready()
        try:
            return await asyncio.to_thread(self._take, ready)
        except (PyMongoError, OSError):
            return None

    def _take(self, ready: Mapping[str, str]) -> Tally:
        auditor = self._house.auditor
        seen = list(self._witness.published)
        waits = auditor.latencies(seen)
        return Tally(
            published=len(seen),
            announced=len(self._witness.announced),
            fates=auditor.fates(),
            counts=auditor.counts(),
            mails=self._house.mail.count,
            p50=percentile(waits, 0.5),
            p99=percentile(waits, 0.99),
            ready=ready,
            restarts=self._house.restarts,
        )

    async def _ready(self) -> dict[str, str]:
        async with aiohttp.ClientSession() as session:
            answers = await asyncio.gather(
                *(readiness(session, self._house.around.url(service)) for service in SERVICES)
            )
        return {
            service: "就绪 ready" if ready else f"未就绪 not ready ({why})"
            for service, (ready, why) in zip(SERVICES, answers, strict=True)
        }
