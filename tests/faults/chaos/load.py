"""The load: what partners of all kinds say in one run, decided by the seed alone."""

import heapq
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random
from typing import Any

from shared.events.base import EventData, partner_topic
from shared.events.codec import headers_of
from shared.events.partners import (
    AgencyDecisionMade,
    BankAnswerGiven,
    EmploymentApplicationSubmitted,
    HotlineOrderPlaced,
    SensorAlertRaised,
    ServiceApplicationSubmitted,
    ServiceRatingGiven,
    VacancyOffered,
)
from tests.faults.chaos.spoiling import spoiled

_OFFICE = "150602013"
_BEGIN = (109.956, 39.806)
_STEP = 0.0005
_WIDE = 120
_JOBS = ("4-10-01-06", "4-09-08-01", "4-02-07-10")
_GRADES = ("very-satisfied", "satisfied", "acceptable", "dissatisfied")
_SHARE_SPOILED = 0.01
_SHARE_REPEATED = 0.01
_MATTER_EVENTS = 12
_VACANCIES = 40

Sealed = Mapping[str, tuple[str, ...]]
"""Sealed persons by service: compact JWEs."""


@dataclass(frozen=True)
class Said:
    """One record on its way; `event` is its ``source|id``, None for one that is not valid."""

    topic: str
    key: bytes
    headers: list[tuple[str, bytes]]
    value: bytes | None
    event: str | None


class Load:
    """Partner events, several to an aggregate, with follow-ups some events later.

    Args:
        seed: decides everything but what is sealed.
        events: how many to make.
        sealed: persons, sealed beforehand.
    """

    def __init__(self, seed: int, events: int, sealed: Sealed) -> None:
        self._random = Random(seed)  # noqa: S311 - no secret
        self._run = f"c{seed}"
        self._events = events
        self._sealed = sealed
        self._made = 0
        self._later: list[tuple[int, int, Callable[[], Said]]] = []
        self._distance = min(600, max(events // 8, 20))
        self._time = datetime(2026, 9, 7, 1, tzinfo=UTC).isoformat()

    def __iter__(self) -> Iterator[Said]:
        last: Said | None = None
        while self._made < self._events:
            self._made += 1
            if last is not None and self._random.random() < _SHARE_REPEATED:
                yield last
                continue
            said = self._next()
            if self._random.random() < _SHARE_SPOILED:
                said = spoiled(said, self._random)
            else:
                last = said
            yield said

    def _next(self) -> Said:
        if self._later and self._later[0][0] <= self._made:
            return heapq.heappop(self._later)[2]()
        begin = self._random.choices(
            (
                self._report,
                self._alert,
                self._help,
                self._real_estate,
                self._loan,
                self._seeker,
                self._vacancy,
            ),
            (40, 22, 2, 8, 3, 3, 5),
        )[0]
        return begin()

    def _after(self, then: Callable[[], Said]) -> None:
        due = self._made + self._random.randint(self._distance // 2, self._distance)
        heapq.heappush(self._later, (due, self._made, then))

    def _report(self) -> Said:
        number = f"H{self._made:07d}"
        data = {
            "order_no": number,
            "kind": "complaint",
            "category": "street-rubbish",
            "text": "垃圾没有清运。",
            **self._matter(1),
            **self._person("grid", 0.05),
        }
        return self._said(HotlineOrderPlaced, "hotline", number, data)

    def _alert(self) -> Said:
        device = f"bin-{self._random.randrange(self._made // _MATTER_EVENTS + 1)}"
        data = {"device": device, "category": "manhole-cover", **self._matter(2)}
        return self._said(SensorAlertRaised, "sensors", device, data)

    def _help(self) -> Said:
        number = f"Q{self._made:07d}"
        data = {
            "order_no": number,
            "kind": "help",
            "category": "living-hardship",
            "text": "家里一时困难。",
            **self._person("grid", 0.5),
        }
        return self._said(HotlineOrderPlaced, "hotline", number, data)

    def _real_estate(self) -> Said:
        number = f"R{self._made:07d}"
        self._after(lambda: self._decision(number))
        papers = ["id-card", "household-register"][: self._random.choice((1, 2, 2, 2, 2))]
        return self._application("real-estate-registration", number, papers)

    def _decision(self, number: str) -> Said:
        self._after(lambda: self._rating(number))
        return self._said(AgencyDecisionMade, "real-estate", number, self._verdict(number))

    def _rating(self, number: str) -> Said:
        if self._random.random() < 0.1:
            self._after(lambda: self._rating(number))
        grade = self._random.choice(_GRADES)
        data = {"reference": number, "grade": grade, "details": ["waited-too-long"]}
        return self._said(ServiceRatingGiven, "portal", number, data)

    def _loan(self) -> Said:
        number = f"L{self._made:07d}"
        self._after(lambda: self._answer(number))
        papers = ["business-licence", "operator-id-card", "cash-flow-statement"]
        return self._application("business-loan-referral", number, papers)

    def _answer(self, number: str) -> Said:
        return self._said(BankAnswerGiven, "bank-ordos", number, self._verdict(number))

    def _verdict(self, number: str) -> dict[str, Any]:
        outcome = self._random.choice(("approved", "rejected"))
        return {"reference": number, "outcome": outcome, "reasons": "已审核。"}

    def _application(self, item: str, number: str, papers: list[str]) -> Said:
        data = {
            "reference": number,
            "item_code": item,
            "papers": [{"code": code} for code in papers],
            **self._person("intake", 0.3),
        }
        return self._said(ServiceApplicationSubmitted, "portal", number, data)

    def _seeker(self) -> Said:
        number = f"S{self._made:07d}"
        data = {
            "reference": number,
            "wish": {"occupations": self._random.sample(_JOBS, 2)},
            "papers": [{"code": "id-card"}],
            **self._person("intake", 1),
        }
        return self._said(EmploymentApplicationSubmitted, "portal", number, data)

    def _vacancy(self) -> Said:
        number = f"V{self._random.randrange(_VACANCIES):03d}"
        data = {
            **VacancyOffered.example,
            "vacancy_no": number,
            "occupation": _JOBS[int(number[1:]) % len(_JOBS)],
            "valid_until": None,
            "wage_fen": 2500 + self._made % 5000,
        }
        return self._said(VacancyOffered, "gig-feed", number, data)

    def _matter(self, layer: int) -> dict[str, Any]:
        # Some ten reports to a spot, so that most of them join an incident.
        spot = self._random.randrange(self._made // _MATTER_EVENTS + 1) + 7919 * layer
        east, north = spot % _WIDE, spot // _WIDE % _WIDE
        point = (_BEGIN[0] + east * _STEP, _BEGIN[1] + north * _STEP / 2)
        where = {"lng": round(point[0], 6), "lat": round(point[1], 6)}
        return {"place": f"第 {layer}-{spot} 号点位", "point": where}

    def _person(self, service: str, share: float) -> dict[str, Any]:
        if self._random.random() >= share:
            return {}
        return {"sealed": self._random.choice(self._sealed[service])}

    def _said(
        self, data: type[EventData], partner: str, subject: str, content: dict[str, Any]
    ) -> Said:
        event = {
            "specversion": "1.0",
            "id": f"{self._run}-{self._made}",
            "source": f"urn:partner:{partner}",
            "type": data.type,
            "subject": subject,
            "time": self._time,
            "orgunit": f"{_OFFICE}{self._random.randrange(1, 8):03d}",
            "data": content,
        }
        return Said(
            partner_topic(partner),
            subject.encode(),
            headers_of(data.type),
            json.dumps(event, ensure_ascii=False).encode(),
            f"{event['source']}|{event['id']}",
        )
