"""Mail over SMTP: what the server says, and when it says nothing, becomes an outcome."""

import asyncio
import contextlib
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as WIRE
from email.utils import format_datetime

from aiosmtplib import SMTP
from aiosmtplib.errors import (
    SMTPAuthenticationError,
    SMTPConnectResponseError,
    SMTPException,
    SMTPHeloError,
    SMTPNotSupported,
    SMTPResponseException,
)

from services.notify.domain.outcomes import Accepted, Mail, Outcome, Rejected, Retry, Unknown
from shared.clock import Clock

_PERMANENT = 500
_QUIT_SECONDS = 1.0
# What a server says of us, not of this mail: nobody's mail is given up for it.
_ABOUT_US = (SMTPConnectResponseError, SMTPHeloError, SMTPAuthenticationError)


@dataclass(frozen=True, repr=False)
class SmtpServer:
    """Where and as whom to send. `tls` is none, starttls or tls; `seconds` limits one mail."""

    host: str
    port: int
    tls: str = "none"
    username: str = ""
    password: str = ""
    sender: str = "jiedao@office.invalid"
    seconds: float = 10.0


class SmtpMailer:
    """`Mailer` over a real server; one connection a mail, so that none waits for another."""

    def __init__(self, server: SmtpServer, clock: Clock) -> None:
        self._server = server
        self._clock = clock

    async def send(self, mail: Mail) -> Outcome:
        """Send; a silence after the text was handed over is `Unknown`, before it `Retry`."""
        client = self._client()
        handed_over = False
        try:
            async with asyncio.timeout(self._server.seconds):
                content = self._message(mail).as_bytes(policy=WIRE)
                await client.connect()
                await client.mail(self._server.sender)
                await client.rcpt(mail.to)
                handed_over = True
                await client.data(content)
        except SMTPResponseException as error:
            return _judged(error)
        except (SMTPNotSupported, ValueError) as error:
            return Rejected(type(error).__name__)
        except (SMTPException, OSError, TimeoutError) as error:
            reason = type(error).__name__
            return Unknown(reason) if handed_over else Retry(reason)
        else:
            await _polite_end(client)
            return Accepted()
        finally:
            client.close()

    def _client(self) -> SMTP:
        server = self._server
        return SMTP(
            hostname=server.host,
            port=server.port,
            username=server.username or None,
            password=server.password or None,
            timeout=server.seconds,
            use_tls=server.tls == "tls",
            start_tls=server.tls == "starttls",
            local_hostname="jiedao",
        )

    def _message(self, mail: Mail) -> EmailMessage:
        message = EmailMessage(policy=WIRE)
        domain = self._server.sender.partition("@")[2]
        message["Message-ID"] = f"<{mail.message_id}@{domain}>"
        message["Date"] = format_datetime(self._clock.now())
        message["From"] = Address("街道办事平台", addr_spec=self._server.sender)
        message["To"] = Address(mail.to_name, addr_spec=mail.to)
        message["Subject"] = mail.subject
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(f"{mail.body}\n\n本邮件由系统自动发出，请登录平台收件箱办理。\n")
        return message


def _judged(error: SMTPResponseException) -> Outcome:
    # The code alone: the server's words may repeat the address.
    reason = f"smtp-{error.code}"
    permanent = error.code >= _PERMANENT and not isinstance(error, _ABOUT_US)
    return Rejected(reason) if permanent else Retry(reason)


async def _polite_end(client: SMTP) -> None:
    with contextlib.suppress(SMTPException, OSError, TimeoutError):
        async with asyncio.timeout(_QUIT_SECONDS):
            await client.quit()
