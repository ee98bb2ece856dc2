"""What was asked for on the command line."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from deploy.sandbox.words import USAGE, SandboxError
from shared.events.catalogue import SERVICES
from shared.messaging.fates import Fate
from shared.web.auth import Purpose

_TEACHING = """\
处理没有办成的消息（台账）。先看，再试，后办：

  python -m deploy.mend summary                                  各服务、各类有多少
  python -m deploy.mend list --service grid --fate quarantined   列出
  python -m deploy.mend show 位置                                看原因、内容和处理记录
  python -m deploy.mend mend 位置 --file 更正.json --reason 理由   更正后补处理，原件保留
  python -m deploy.mend replay 位置 --reason 理由                 补处理一条
  python -m deploy.mend replay --all --fate quarantined --dry-run 先试：今天会怎样，不产生影响
  python -m deploy.mend discard 位置 --reason 理由                丢弃
  python -m deploy.mend resume 合作方 --reason 理由               恢复被暂停的来源
  python -m deploy.mend rebuild --service grid --reason 理由      重建台账，期间照常查询

补处理与首次走同一条路：按今天的约定校验、去重、保持同一对象的先后。每次操作都记下是谁、何时、为何。
默认连接 `make run` 的演示环境；其他环境用 --url 和 --token-file。
退出码：0 办成，1 没有办成，2 用法不对。

Deals with messages that were not handled (the ledger): summary, list, show; mend (the original is
kept), replay one or all, discard, resume a paused source, rebuild a register while it serves. A
replay takes the way of the first try: today's schema, no repetition, the order of its aggregate.
Every act is recorded with who, when and why. --dry-run says what would happen today and changes
nothing. It speaks to the running sandbox (make run) unless --url and --token-file are given.
Exit codes: 0 done, 1 not done, 2 wrong usage."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise SandboxError(
            f"用法不对（{message}）；python -m deploy.mend --help 有示例。",
            f"Wrong usage ({message}); see python -m deploy.mend --help.",
            USAGE,
        )


def read_arguments(words: Sequence[str]) -> argparse.Namespace:
    """Return the arguments; raise `SandboxError` with exit code 2 for wrong ones."""
    parser = _Parser(
        prog="python -m deploy.mend",
        description=_TEACHING,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT", parser_class=_Parser)
    _filtered(_act(acts, "summary", "各类有多少 / how many of each fate"))
    _filtered(_act(acts, "list", "列出 / list"))
    show = _placed(_act(acts, "show", "看一条 / show one"))
    show.add_argument("--raw", action="store_true", help="原始字节（留痕）/ raw bytes, recorded")
    show.add_argument("--purpose", choices=list(Purpose), help="查看原始字节的用途 / why")
    mend = _reasoned(_placed(_act(acts, "mend", "更正并补处理 / correct and replay")))
    mend.add_argument("--file", type=Path, required=True, help="更正后的事件 / corrected event")
    replay = _filtered(_reasoned(_act(acts, "replay", "补处理 / replay"), required=False))
    replay.add_argument("place", nargs="?", help="位置 / place")
    replay.add_argument("--all", action="store_true", help="符合条件的全部 / all that fit")
    replay.add_argument("--dry-run", action="store_true", help="只试不办 / change nothing")
    _reasoned(_placed(_act(acts, "discard", "丢弃 / discard")))
    resume = _reasoned(_act(acts, "resume", "恢复来源 / resume a source"))
    resume.add_argument("partner", help="合作方编号 / partner id")
    resume.add_argument("--tolerate-minutes", type=int, default=0, help="多久不停 / no pause for")
    rebuild = _reasoned(_act(acts, "rebuild", "重建台账 / build the register anew"))
    rebuild.add_argument(
        "--accept-gap",
        action="store_true",
        help="日志已短也照建（会少事项）/ even from a log that lost its beginning",
    )
    return _checked(parser.parse_args(list(words)))


def _checked(asked: argparse.Namespace) -> argparse.Namespace:
    if asked.url and (not asked.token_file or len(asked.service) != 1):
        raise _wrong(
            "--url 须同时给出 --service 和 --token-file", "--url needs --service and --token-file"
        )
    if asked.act == "replay":
        if asked.all == bool(asked.place):
            raise _wrong("replay 须给出位置或 --all 之一", "give replay a place or --all")
        if not (asked.dry_run or asked.reason):
            raise _wrong("补处理须给出 --reason", "replay needs --reason")
    if asked.act == "show" and asked.raw and not asked.purpose:
        raise _wrong("--raw 须给出 --purpose", "--raw needs --purpose")
    asked.service = asked.service or list(SERVICES)
    return asked


def _wrong(zh: str, en: str) -> SandboxError:
    return SandboxError(f"{zh}。", f"{en}.", USAGE)


def _act(acts: "argparse._SubParsersAction[_Parser]", name: str, text: str) -> _Parser:
    parser = acts.add_parser(name, help=text, description=text)
    parser.add_argument(
        "--service",
        action="append",
        choices=SERVICES,
        default=[],
        help="哪个服务，可重复；默认全部 / which service, may be repeated; all by default",
    )
    parser.add_argument("--url", help="服务的地址 / address of the service")
    parser.add_argument("--token-file", type=Path, help="令牌文件 / file with a bearer token")
    parser.add_argument("--json", action="store_true", help="每行一个 JSON / JSON lines")
    return parser


def _placed(parser: _Parser) -> _Parser:
    parser.add_argument("place", help="位置，如 jiedao.partner.hotline:0:17 / place")
    return parser


def _reasoned(parser: _Parser, *, required: bool = True) -> _Parser:
    parser.add_argument("--reason", required=required, help="理由，会留存 / why; kept")
    return parser


def _filtered(parser: _Parser) -> _Parser:
    parser.add_argument("--fate", choices=[fate.value for fate in Fate], help="状态 / fate")
    parser.add_argument("--code", help="原因代码 / reason code")
    parser.add_argument("--source", help="来源 / source")
    parser.add_argument("--type", help="事件类型 / event type")
    parser.add_argument("--topic", help="主题 / topic")
    return parser
