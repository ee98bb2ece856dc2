"""`python -m shared.events.conform FILE|-`: checks events, and sends what conforms if asked."""

import os
import sys
from collections.abc import Iterable
from pathlib import Path

from yaml import YAMLError

from shared.events.conform import telling
from shared.events.conform.checking import Checked, Checker
from shared.events.conform.options import Options, read_options
from shared.events.conform.pieces import pieces_of
from shared.events.conform.posting import WELL, post
from shared.events.conform.stopped import FAILED, Stopped
from shared.messaging.partners import Partner, Partners


def main() -> int:
    """Do what the command line asks; return the exit code."""
    sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        return _run(read_options(sys.argv[1:]))
    except Stopped as fault:
        sys.stderr.write(f"{fault}\n")
        return fault.code
    except BrokenPipeError:
        # Whoever read has read enough; Python must not complain at its end either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED


def _run(options: Options) -> int:
    partners = _partners(options.partners)
    token = _token(options.token_file)
    checker = Checker(partners, _speaker(options.partner, partners), door=options.door)
    found = []
    for piece in pieces_of(_content(options.file)):
        found.append(checker.check(piece))
        _say(options, telling.in_words(found[-1], options.languages))
    if not found:
        raise Stopped(
            "没有事件：文件是空的，或是空数组。", "There are no events: the file or array is empty."
        )
    sent = _sent(options, token, [checked for checked in found if checked.error is None])
    _say(options, telling.summary_in_words(found, sent, options.languages))
    if options.json:
        sys.stdout.write(f"{telling.in_json(found, sent)}\n")
    wrong = any(checked.error for checked in found)
    return FAILED if wrong or any(r.get("outcome") not in WELL for _, r in sent) else 0


def _sent(options: Options, token: str, good: list[Checked]) -> list[telling.Sent]:
    sent: list[telling.Sent] = []
    if options.post is None:
        return sent
    for one in post(options.post, token, good, english="zh" not in options.languages):
        sent.append(one)
        _say(options, telling.outcome_in_words(one, options.languages))
    return sent


def _say(options: Options, lines: Iterable[str]) -> None:
    if not options.json:
        sys.stdout.writelines(f"{line}\n" for line in lines)


def _content(file: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as fault:
        raise Stopped(
            f"读不了文件“{file}”（{fault.strerror}）。", f"Cannot read '{file}': {fault.strerror}."
        ) from fault


def _partners(path: Path) -> Partners:
    try:
        return Partners.load(path)
    except (OSError, ValueError, YAMLError) as fault:
        raise Stopped(
            f"合作方登记表“{path}”不可用：请用 --partners 指定。",
            f"The registry '{path}' cannot be used: name another by --partners.",
        ) from fault


def _speaker(id_: str | None, partners: Partners) -> Partner | None:
    if id_ is None or id_ in partners.by_id:
        return partners.by_id.get(id_ or "")
    known = sorted(partners.by_id)
    raise Stopped(
        f"没有合作方“{id_}”；已登记的有：{'、'.join(known)}。",
        f"There is no partner '{id_}'; registered are: {', '.join(known)}.",
    )


def _token(path: Path | None) -> str:
    try:
        return path.read_text(encoding="utf-8").strip() if path else ""
    except (OSError, ValueError) as fault:
        raise Stopped(
            f"读不了令牌文件“{path}”。", f"Cannot read the token file '{path}'."
        ) from fault


if __name__ == "__main__":
    sys.exit(main())
