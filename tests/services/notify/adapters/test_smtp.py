"""One contract for every mailer: what became of a mail is told, never guessed, never raised."""

from collections.abc import AsyncIterator
from email import message_from_bytes
from email.policy import default

import pytest

from services.notify.adapters.smtp import SmtpMailer, SmtpServer
from services.notify.application.ports import Mailer
from services.notify.domain.outcomes import Accepted, Mail, Rejected, Retry, Unknown
from shared.testing.clock import SetClock
from shared.testing.servers.process import free_port
from tests.services.notify.adapters.smtp_server import Behaving, smtp_server
from tests.services.notify.office import ScriptedMailer


def mail(name: str) -> Mail:
    return Mail("dlv_a", f"{name}@street.invalid", "任小川", "待签收：暴露垃圾", "请签收。")


def real(port: int, seconds: float = 5.0) -> SmtpMailer:
    return SmtpMailer(SmtpServer("127.0.0.1", port, seconds=seconds), SetClock())


@pytest.fixture
async def server() -> AsyncIterator[Behaving]:
    async with smtp_server() as behaving:
        yield behaving


def fake() -> ScriptedMailer:
    mailer = ScriptedMailer()
    mailer.will("550@street.invalid", Rejected("smtp-550"))
    mailer.will("552@street.invalid", Rejected("smtp-552"))
    mailer.will("451@street.invalid", Retry("smtp-451"))
    mailer.will("hang@street.invalid", Retry("TimeoutError"))
    mailer.will("drop@street.invalid", Unknown("SMTPServerDisconnected"))
    mailer.will("mute@street.invalid", Unknown("TimeoutError"))
    return mailer


@pytest.fixture(params=["real", "fake"])
def mailer(request: pytest.FixtureRequest, server: Behaving) -> Mailer:
    return real(server.port, seconds=0.4) if request.param == "real" else fake()


@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("ok", Accepted()),
        ("550", Rejected("smtp-550")),
        ("552", Rejected("smtp-552")),
        ("451", Retry("smtp-451")),
    ],
)
async def test_what_the_server_says_is_the_outcome(
    mailer: Mailer, name: str, outcome: object
) -> None:
    assert await mailer.send(mail(name)) == outcome


async def test_silence_before_the_text_was_handed_over_may_be_tried_again(mailer: Mailer) -> None:
    assert isinstance(await mailer.send(mail("hang")), Retry)


@pytest.mark.parametrize("name", ["drop", "mute"])
async def test_silence_after_the_text_was_handed_over_is_unknown(mailer: Mailer, name: str) -> None:
    assert isinstance(await mailer.send(mail(name)), Unknown)


async def test_a_server_that_is_not_there_may_be_tried_again() -> None:
    assert isinstance(await real(free_port()).send(mail("ok")), Retry)


async def test_the_mail_is_well_formed(server: Behaving) -> None:
    await real(server.port).send(mail("ok"))
    sent = message_from_bytes(server.mails[0], policy=default)
    assert sent["Message-ID"] == "<dlv_a@office.invalid>"
    assert sent["Subject"] == "待签收：暴露垃圾"
    assert sent["To"] == "任小川 <ok@street.invalid>"
    assert sent["Auto-Submitted"] == "auto-generated"
    assert "请签收。" in sent.get_content()


async def test_reasons_never_repeat_what_the_server_said(server: Behaving) -> None:
    assert "@" not in str(await real(server.port).send(mail("550")))


def test_a_mail_does_not_print_its_address() -> None:
    assert "@" not in repr(mail("ok"))
