"""Who asks the same at the same time shares an answer, never one older than the asking."""

import asyncio

import pytest

from services.intake.adapters.work.together import Together


class Slow:
    """Answers how often it was asked, when it is let."""

    def __init__(self) -> None:
        self.runs = 0
        self.gates: list[asyncio.Event] = []

    async def answer(self) -> int:
        self.runs += 1
        number, gate = self.runs, asyncio.Event()
        self.gates.append(gate)
        await gate.wait()
        return number


async def settled() -> None:
    """Let all that can go on go on."""
    for _ in range(10):
        await asyncio.sleep(0)


async def test_who_comes_while_one_is_answered_shares_the_next_answer() -> None:
    together, slow = Together[int](), Slow()
    first = asyncio.ensure_future(together.ask("a", slow.answer))
    await settled()
    later = [asyncio.ensure_future(together.ask("a", slow.answer)) for _ in range(3)]
    await settled()
    assert slow.runs == 1
    slow.gates[0].set()
    await settled()
    slow.gates[1].set()
    assert [await first, *[await one for one in later]] == [1, 2, 2, 2]


async def test_another_question_waits_for_nobody() -> None:
    together, slow = Together[int](), Slow()
    asked = [asyncio.ensure_future(together.ask(name, slow.answer)) for name in "ab"]
    await settled()
    assert slow.runs == 2
    for gate in slow.gates:
        gate.set()
    assert sorted([await one for one in asked]) == [1, 2]


async def test_a_failure_is_told_to_all_who_share_it_and_to_nobody_after_them() -> None:
    together, slow = Together[int](), Slow()

    async def broken() -> int:
        raise OSError

    asked_twice = (together.ask("a", broken) for _ in range(2))
    told = await asyncio.gather(*asked_twice, return_exceptions=True)
    assert [type(one) for one in told] == [OSError, OSError]
    asked = asyncio.ensure_future(together.ask("a", slow.answer))
    await settled()
    slow.gates[0].set()
    assert await asked == 1


async def test_who_goes_away_takes_nobody_s_answer_along() -> None:
    together, slow = Together[int](), Slow()
    gone, stays = (asyncio.ensure_future(together.ask("a", slow.answer)) for _ in range(2))
    await settled()
    gone.cancel()
    await settled()
    slow.gates[0].set()
    assert await stays == 1
    with pytest.raises(asyncio.CancelledError):
        await gone
