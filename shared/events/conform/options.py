"""What was asked for on the command line."""

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from shared.events.conform.stopped import Stopped

_TEACHING = """\
检查您要发给街道系统的事件，用的就是各服务自己的检查程序；除 --post 外不联网。

  python -m shared.events.conform events.json        一个事件、JSON 数组，或每行一个（NDJSON）
  some-program | python -m shared.events.conform -   从标准输入读
  python -m shared.events.conform events.json --post http://127.0.0.1:8002 --token-file token
                                                     检查后把合格的发给正在运行的服务

每个事件给出：合格，或哪里不对、哪个字段、怎么改。合作方指南见 docs/partners.md。
退出码：0 全部合格；1 有不合格的，或没有发成；2 用法不对。

Checks the events that you want to send to jiedao, by the services' own code; nothing is sent
without --post. FILE holds one event, a JSON array, or one event a line (NDJSON); - is standard
input. For each event: it conforms, or what is wrong, in which field, and how to mend it.
Exit code: 0 all conform; 1 some do not (or could not be sent); 2 wrong usage. See docs/partners.md.
"""


@dataclass(frozen=True)
class Options:
    """What to check, as whom, and how to tell it.

    Args:
        file: ``-`` is standard input.
        partner: id in the registry; None: the partner of each event's source.
        languages: ``("zh",)``, ``("en",)`` or both.
        door: whether plain ``data.personal`` may stand in an event, as the HTTP door allows.
        post: where to send what conforms; None: nowhere.
    """

    file: str
    partner: str | None
    partners: Path
    languages: tuple[str, ...]
    json: bool
    door: bool
    post: str | None
    token_file: Path | None


def read_options(words: list[str]) -> Options:
    """Return the options; raise `Stopped` (exit code 2) saying in one sentence what is wrong."""
    given = _parser().parse_args(words)
    if given.post and not given.post.startswith(("http://", "https://")):
        raise Stopped(
            "--post 后面应为服务的网址，如 http://127.0.0.1:8002。",
            "--post takes a service's URL, such as http://127.0.0.1:8002.",
        )
    if given.post and not given.token_file:
        raise Stopped(
            "发送需要令牌：请用 --token-file 指定存有令牌的文件。",
            "Sending needs a token: name the file that holds it by --token-file.",
        )
    return Options(
        file=given.file,
        partner=given.partner,
        partners=given.partners,
        languages=("zh", "en") if given.lang == "both" else (given.lang,),
        json=given.json,
        door=given.http or bool(given.post),
        post=given.post,
        token_file=given.token_file,
    )


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise Stopped(
            "用法不对，请看 python -m shared.events.conform --help。",
            f"Wrong usage: {message}; see --help.",
        )


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="python -m shared.events.conform",
        description=_TEACHING,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("file", metavar="FILE", help="事件文件，- 为标准输入 / the events; - is standard input")
    add("--partner", metavar="ID", help="以哪个合作方的身份；不写则看 source / whose events")
    add("--partners", metavar="YAML", type=Path, default=Path("deploy/partners.yaml"),
        help="合作方登记表 / the registry (deploy/partners.yaml)")  # fmt: skip
    add("--lang", choices=("zh", "en", "both"), default="both", help="语言 / language (both)")
    add("--json", action="store_true", help="给程序读的 JSON / JSON for programs")
    add("--http", action="store_true",
        help="将经 HTTP 发送：可有明文 data.personal / for the HTTP door")  # fmt: skip
    add("--post", metavar="URL", help="检查后发给这个服务 / send what conforms to this service")
    add("--token-file", metavar="F", type=Path, help="存有令牌的文件 / holds the bearer token")
    return parser
