"""A local SMTP server that takes every mail and keeps its headers, so that mail is really sent."""

import asyncio
import json
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from email.policy import default
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP

from shared.testing.servers.process import LOCALHOST

MARK = "（可能重复）"
"""What a subject begins with when notify cannot know whether the mail was taken before."""

_KEPT = ("Message-ID", "From", "To", "Subject", "Date")


class MailSink:
    """Counts mails; `mails.ndjson` holds one line of headers each, never a body.

    `doubled` names the mails that came again without saying so.
    """

    def __init__(self, file: Path) -> None:
        self.count = 0
        self.doubled: list[str] = []
        self.port = 0
        self._file = file
        self._seen: set[str] = set()
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        """Listen on a free port of this machine; remember the mails of an earlier run."""
        if self._file.exists():
            # A kill may have cut off the last line, and with it the end of a character.
            with self._file.open(encoding="utf-8", errors="replace") as file:
                self._seen = {message for line in file if (message := _message_of(line))}
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            lambda: SMTP(self, hostname="sandbox.invalid", enable_SMTPUTF8=True), LOCALHOST, 0
        )
        self.port = self._server.sockets[0].getsockname()[1]

    def stop(self) -> None:
        """Take no more mail."""
        if self._server is not None:
            self._server.close()

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        """Take one mail (the name is aiosmtpd's)."""
        self.count += 1
        mail = message_from_bytes(envelope.content, policy=default)
        line = {"to": envelope.rcpt_tos, **{name: _text(mail, name) for name in _KEPT}}
        self._note(line["Message-ID"], line["Subject"])
        with self._file.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
        return "250 taken"

    def _note(self, message: str, subject: str) -> None:
        if message in self._seen and not subject.startswith(MARK):
            self.doubled.append(f"邮件发了两次 / mailed twice: {message}")
        self._seen.add(message)


def _text(mail: Message, name: str) -> str:
    return str(make_header(decode_header(str(mail.get(name, "")))))


def _message_of(line: str) -> str | None:
    try:
        return str(json.loads(line)["Message-ID"])
    except ValueError:
        return None
