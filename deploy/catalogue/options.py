"""What was asked for on the command line."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from deploy.sandbox.words import USAGE, SandboxError

_TEACHING = """\
检查、比较、写出事项目录。先检查，再比较，最后写出：

  python -m deploy.catalogue 新目录.csv                                 检查，列出全部错误
  python -m deploy.catalogue 新目录.csv --against 现目录.csv             再看改了哪些事项、哪些字段
  python -m deploy.catalogue 新目录.csv --against 现目录.csv --write 现目录.csv --dry-run   只试不写
  python -m deploy.catalogue 新目录.csv --against 现目录.csv --write 现目录.csv             写出
  python -m deploy.catalogue 目录.csv --write 目录.json                  CSV 与 JSON 互转

文件可为 .csv（表头用中文或英文）、.json 或 .yaml；UTF-8（有无 BOM 均可）、UTF-16、GB18030 都认得。
错误逐条说明第几行、哪一列、怎么改；有一处错误就什么也不写。已生效的版本不能直接改：新增一行，
写新版本号和生效日期。各列写法见 docs/catalogue.md。
退出码：0 没有错误，1 有错误（什么也没写），2 用法不对或文件打不开。

Checks a catalogue of service items, compares it with another and writes it. Every fault is told
with row, column and mend; where there is one, nothing is written. A version that is in force may
not be changed: add a row with a new version and its first day. docs/catalogue.md tells the columns.
Exit codes: 0 sound, 1 faults (nothing written), 2 wrong usage or a file that cannot be opened."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise SandboxError(
            f"用法不对（{message}）；python -m deploy.catalogue --help 有示例。",
            f"Wrong usage ({message}); see python -m deploy.catalogue --help.",
            USAGE,
        )


def read_arguments(words: Sequence[str]) -> argparse.Namespace:
    """Return the arguments; raise `SandboxError` with exit code 2 for wrong ones."""
    parser = _Parser(
        prog="python -m deploy.catalogue",
        description=_TEACHING,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="要检查的目录 / file to check")
    parser.add_argument(
        "--against", type=Path, metavar="FILE", help="与之比较的目录 / compare with this one"
    )
    parser.add_argument(
        "--write", type=Path, metavar="FILE", help="写到 .csv 或 .json / write it there"
    )
    parser.add_argument("--dry-run", action="store_true", help="只试不写 / write nothing")
    parser.add_argument("--json", action="store_true", help="结果用 JSON / the result as JSON")
    asked = parser.parse_args(list(words))
    if asked.write and asked.write.suffix not in {".csv", ".json"}:
        parser.error("--write 应以 .csv 或 .json 结尾 / must end in .csv or .json")
    return asked
