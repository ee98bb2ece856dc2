"""``python -m shared.calendar due …``: when a limit falls due, and why."""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

from shared.calendar.calendars import Calendars
from shared.calendar.clock import DeadlineClock
from shared.calendar.explaining import explain
from shared.calendar.limits import Limit, Pause, Start, Unit
from shared.calendar.zone import told
from shared.values import Refusal

_WRONG = 2
_DEPLOYED = Path("deploy/calendar.yaml")
_TEACHING = """\
期限何时届满，为什么：

  python -m shared.calendar due --start 2025-09-30T16:00+08:00 --amount 5 --unit G
  … --pause 2025-10-09T09:00+08:00..2025-10-11T09:00+08:00    期间停表（可多次）
  … --pause 2025-10-09T09:00+08:00..                          停表，尚未恢复
  … --region 150602013000                                     该机构的日历
  … --json                                                    due、provisional、steps

单位：G 工作日，Z 自然日，H 工作时，U 紧急工作时（昼夜连续）。当日不计，次日为第 1 日；最后一日
的截止时间是停止办公的时间；按自然日计的期限最后一日为休息日的，顺延至下一工作日。
退出码：0 已算出，2 参数不对。

Says when a limit falls due, and why, day by day. Units: G working days, Z calendar days, H working
hours, U hours round the clock. The day itself is not counted; the last one ends when the office
closes; calendar days that end on a day off end on the next workday. --pause stops the clock
(FROM..TO, or FROM.. while it still stands). --calendar is a file of regional layers (by default
deploy/calendar.yaml, if there is one); --region an organisation of it, 12 digits.
Exit codes: 0 computed, 2 wrong arguments."""


class _WrongUsage(Exception):  # noqa: N818 - told to a person, in one sentence
    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} / {en}")


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise _WrongUsage(
            f"用法不对（{message}）；python -m shared.calendar --help 有示例。",
            f"Wrong usage ({message}); see python -m shared.calendar --help.",
        )


def main(words: Sequence[str]) -> int:
    """Run the tool and return its exit code."""
    try:
        asked = _read(words)
        clock, steps = _computed(asked)
    except _WrongUsage as wrong:
        print(wrong, file=sys.stderr)
        return _WRONG
    except Refusal as refused:
        print(f"{refused.zh} / {refused.en}", file=sys.stderr)
        return _WRONG
    print(json.dumps(_as_json(clock, steps), ensure_ascii=False) if asked.json else _text(steps))
    return 0


def _read(words: Sequence[str]) -> argparse.Namespace:
    parser = _Parser(
        prog="python -m shared.calendar",
        description=_TEACHING,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    acts = parser.add_subparsers(dest="act", required=True, metavar="due")
    due = acts.add_parser(
        "due",
        description=_TEACHING,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        help="何时届满 / when it falls due",
    )
    due.add_argument("--start", required=True, help="起算时间 / the start: 2025-09-30T16:00+08:00")
    due.add_argument("--amount", required=True, help="数量 / how many")
    due.add_argument("--unit", required=True, help="单位 / unit: G, Z, H, U")
    due.add_argument("--pause", action="append", default=[], help="停表 / pause: FROM..TO")
    due.add_argument(
        "--start-rule",
        choices=[rule.value for rule in Start],
        default=Start.NEXT_WORKDAY.value,
        help="休息日收件的起算 / day 1 of what is taken on a day off",
    )
    due.add_argument("--region", default="", help="机构代码 / organisation, up to 12 digits")
    due.add_argument("--calendar", type=Path, help="地区日历文件 / file of regional layers")
    due.add_argument("--json", action="store_true", help="输出 JSON / print JSON")
    return parser.parse_args(words)


def _computed(asked: argparse.Namespace) -> tuple[DeadlineClock, tuple[Any, ...]]:
    if not (asked.region == "" or (asked.region.isdecimal() and len(asked.region) <= 12)):  # noqa: PLR2004
        raise _WrongUsage(
            f"--region 应为至多 12 位数字的机构代码，收到“{asked.region}”。",
            f"--region must be an organisation code of up to 12 digits, not '{asked.region}'.",
        )
    file = asked.calendar or (_DEPLOYED if _DEPLOYED.is_file() else None)
    calendar = Calendars.load(file).of(asked.region)
    clock = DeadlineClock.begun(
        "limit",
        Limit(_amount(asked.amount), _unit(asked.unit)),
        _time(asked.start, "--start"),
        calendar,
        start=Start(asked.start_rule),
        pauses=tuple(sorted(map(_pause, asked.pause), key=lambda pause: pause.since)),
    )
    return clock, explain(clock, calendar)


def _amount(text: str) -> int:
    try:
        return int(text)
    except ValueError as error:
        raise _WrongUsage(
            f"--amount 应为正整数，收到“{text}”。",
            f"--amount must be a whole number above 0, not '{text}'.",
        ) from error


def _unit(text: str) -> Unit:
    try:
        return Unit(text.upper())
    except ValueError as error:
        raise _WrongUsage(
            f"--unit 应为 G、Z、H 或 U，收到“{text}”。",
            f"--unit must be G, Z, H or U, not '{text}'.",
        ) from error


def _pause(text: str) -> Pause:
    since, dots, until = text.partition("..")
    if not dots:
        raise _WrongUsage(
            f"--pause 应写作 起..止，收到“{text}”。",
            f"--pause is written FROM..TO, not '{text}'.",
        )
    ended = _time(until, "--pause") if until else None
    return Pause(_time(since, "--pause"), ended, "按参数 / as given")


def _time(text: str, name: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        # A time without an offset is refused, not guessed: eight hours can be a day in law.
        raise _WrongUsage(
            f"{name} 应写明时区，如 2025-09-30T16:00+08:00，收到“{text}”。",
            f"{name} is written with its offset, as 2025-09-30T16:00+08:00, not '{text}'.",
        )
    return at


def _as_json(clock: DeadlineClock, steps: Sequence[Any]) -> dict[str, Any]:
    return {
        "due": None if clock.due_at is None else told(clock.due_at),
        "provisional": clock.provisional,
        "calendar": clock.calendar,
        "steps": [
            {
                "zh": step.zh,
                "en": step.en,
                "day": None if step.day is None else step.day.isoformat(),
                "counted": step.counted,
                "source": step.source,
            }
            for step in steps
        ],
    }


def _text(steps: Sequence[Any]) -> str:
    return "\n".join(f"{step.zh}\n    {step.en}" for step in steps)


if __name__ == "__main__":
    try:
        code = main(sys.argv[1:])
        sys.stdout.flush()
    except KeyboardInterrupt:
        code = 130
    except BrokenPipeError:
        # The reader has gone, as `| head` does; what Python would flush at its end goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    sys.exit(code)
