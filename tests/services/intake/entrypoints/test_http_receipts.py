"""Receipts over HTTP: as JSON, as PDF, masked unless a purpose was stated."""

import logging
import re

import pytest

from shared.identity.roles import Role
from tests.services.intake.adapters.pdf_text import text_of
from tests.services.intake.desk import COMMUNITY, ZHANG
from tests.services.intake.entrypoints.edge import Edge
from tests.services.intake.entrypoints.test_http import handed_in
from tests.services.intake.entrypoints.test_http_progress import ask
from tests.services.intake.entrypoints.test_http_ratings import rate

PURPOSE = {"X-Purpose": "deliver"}


async def test_a_receipt_says_its_kind_number_lines_and_where_the_seal_goes(edge: Edge) -> None:
    case = await handed_in(edge)
    number = case["receipts"][1]["number"]
    async with edge.client(Role.CLERK) as clerk:
        answer = await clerk.get(f"/cases/{case['id']}/receipts/{number}")
    shown = answer.json()
    assert (shown["number"], shown["kind"], shown["title"]) == (number, "accepted", "受理通知书")
    assert (shown["applicant"], shown["seal"]) == ("张*", "（此处加盖印章）")
    assert shown["at"] == "2026-09-07T09:00:00+08:00"
    assert {"code": "item", "label": "事项", "label_en": "item", "text": "高龄津贴申领"} in shown[
        "lines"
    ]
    assert shown["lines"][-1]["code"] == "ask"
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("asked", ["suffix", "accept"])
async def test_the_same_receipt_as_pdf(edge: Edge, asked: str) -> None:
    case = await handed_in(edge)
    at = f"/cases/{case['id']}/receipts/{case['receipts'][0]['number']}"
    by_suffix = asked == "suffix"
    headers = {} if by_suffix else {"Accept": "application/pdf"}
    async with edge.client(Role.REVIEWER) as reviewer:
        answer = await reviewer.get(f"{at}.pdf" if by_suffix else at, headers=headers)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    text = text_of(answer.content)
    assert "收件凭证" in text
    assert "申请人：张*" in text


async def test_a_stated_purpose_shows_the_name_and_leaves_a_line(
    edge: Edge, caplog: pytest.LogCaptureFixture
) -> None:
    case = await handed_in(edge)
    at = f"/cases/{case['id']}/receipts/{case['receipts'][0]['number']}"
    with caplog.at_level(logging.INFO, logger="jiedao.audit"):
        async with edge.client(Role.CLERK, "stf_c0001", **PURPOSE) as clerk:
            shown = (await clerk.get(at)).json()
            wrong = await clerk.get(at, headers={"X-Purpose": "curiosity"})
    assert (shown["applicant"], wrong.status_code) == ("张三", 422)
    assert "stf_c0001 saw the name on" in caplog.text
    assert "张三" not in caplog.text


async def test_after_an_erasure_the_receipt_stays_without_a_name(edge: Edge) -> None:
    case = await handed_in(edge)
    at = f"/cases/{case['id']}/receipts/{case['receipts'][0]['number']}"
    async with edge.client(Role.CLERK) as clerk:
        await clerk.post(f"/cases/{case['id']}/withdrawal", json={"reasons": "不再申请。"})
    async with edge.client(Role.OPERATOR, "stf_o0001") as operator:
        body = {"ground": "consent-withdrawn", "reason": "本人申请。"}
        erased = await operator.post(f"/people/{case['applicant']['ref']}/erasure", json=body)
    async with edge.client(Role.CLERK) as clerk:
        masked = await clerk.get(at)
        revealed = await clerk.get(at, headers=PURPOSE)
    assert (erased.status_code, masked.json()["applicant"]) == (200, None)
    assert revealed.status_code == 410


async def test_others_do_not_see_it_and_what_is_not_there_is_said(edge: Edge) -> None:
    case = await handed_in(edge)
    at = f"/cases/{case['id']}/receipts"
    number = case["receipts"][0]["number"]
    async with edge.client(Role.CLERK, org=COMMUNITY) as neighbour:
        foreign = await neighbour.get(f"{at}/{number}")
    async with edge.client(Role.RESIDENT) as resident:
        other_role = await resident.get(f"{at}/{number}.pdf")
    async with edge.client(Role.CLERK) as clerk:
        missing = await clerk.get(f"{at}/{number[:-2]}77.pdf")
        no_case = await clerk.get(f"/cases/case_nobody/receipts/{number}")
    assert [foreign.status_code, other_role.status_code, no_case.status_code] == [403, 403, 404]
    assert missing.status_code == 404
    assert missing.json()["detail"].startswith(f"此件没有这份凭证；已有：{number}、")


async def test_the_code_on_the_paper_is_what_one_asks_and_rates_by(edge: Edge) -> None:
    case = await handed_in(edge, person=ZHANG)
    at = f"/cases/{case['id']}/receipts/{case['receipts'][-1]['number']}"
    async with edge.client(Role.CLERK) as clerk:
        paper = text_of((await clerk.get(f"{at}.pdf")).content)
        lines = {line["code"]: line["text"] for line in (await clerk.get(at)).json()["lines"]}
    (code,) = re.findall(r"查询码：([0-9A-Z]{10})", paper)
    assert lines["receipt-code"] == code
    assert "可随时查询办理进度" in paper
    shown = await ask(edge, code, "1234")
    rated = await rate(edge, code)
    assert (shown.status_code, rated.status_code) == (200, 201)
    assert shown.json()["item_name"] == case["item_name"]
