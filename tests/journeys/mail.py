"""Where the town's mail goes."""

from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message

from aiosmtpd.smtp import SMTP, Envelope, Session


class MailSink:
    """A real SMTP server that keeps recipients and subjects, and what was written."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, str]] = []
        self.texts: list[str] = []

    async def handle_DATA(self, _: SMTP, __: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.content
        message = message_from_bytes(content if isinstance(content, bytes) else b"")
        subject = str(make_header(decode_header(str(message["subject"]))))
        self.mails.extend((rcpt, subject) for rcpt in envelope.rcpt_tos)
        self.texts.append(_text_of(message))
        return "250 kept"


def _text_of(message: Message) -> str:
    parts = (part.get_payload(decode=True) for part in message.walk())
    return "\n".join(part.decode() for part in parts if isinstance(part, bytes))
