from collections.abc import AsyncIterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from aiosmtplib import SMTP

from deploy.sandbox.mail import MARK, MailSink
from services.notify.application import deliver

FIRST = "<dlv_1@office.invalid>"


@pytest.fixture
async def sink(tmp_path: Path) -> AsyncIterator[MailSink]:
    one = MailSink(tmp_path / "mails.ndjson")
    await one.start()
    yield one
    one.stop()


async def send(sink: MailSink, message_id: str, subject: str) -> None:
    mail = EmailMessage()
    mail["Message-ID"] = message_id
    mail["From"] = "jiedao@office.invalid"
    mail["To"] = "g0101@street.invalid"
    mail["Subject"] = subject
    mail.set_content("请登录平台收件箱办理。")
    async with SMTP(hostname="127.0.0.1", port=sink.port, local_hostname="jiedao") as client:
        await client.send_message(mail)


async def test_mails_of_their_own_are_not_doubled(sink: MailSink) -> None:
    await send(sink, FIRST, "待签收：噪声")
    await send(sink, "<dlv_2@office.invalid>", "待签收：噪声")
    assert (sink.count, sink.doubled) == (2, [])


async def test_a_mail_that_comes_again_without_saying_so_is_doubled(sink: MailSink) -> None:
    await send(sink, FIRST, "待签收：噪声")
    await send(sink, FIRST, "待签收：噪声")
    assert len(sink.doubled) == 1
    assert FIRST in sink.doubled[0]


async def test_a_mail_that_says_it_may_be_a_repetition_is_not_doubled(sink: MailSink) -> None:
    await send(sink, FIRST, "待签收：噪声")
    await send(sink, FIRST, f"{deliver.MARK}待签收：噪声")
    assert sink.doubled == []
    assert deliver.MARK == MARK


async def test_a_mail_of_an_earlier_run_is_remembered(sink: MailSink, tmp_path: Path) -> None:
    await send(sink, FIRST, "待签收：噪声")
    with (tmp_path / "mails.ndjson").open("ab") as file:
        file.write('{"to": ["半'.encode()[:-1])
    later = MailSink(tmp_path / "mails.ndjson")
    await later.start()
    await send(later, FIRST, "待签收：噪声")
    later.stop()
    assert len(later.doubled) == 1
