from pathlib import Path

import pytest

from services.intake.adapters.catalogue.catalogue import Reading, read_catalogue
from services.intake.adapters.catalogue.writing import text_of
from tests.services.intake.items import made

SOUND = text_of([made()], ".csv")
POLICY = text_of([made(lapse_policy="terminated", review_steps=["handle", "approve"])], ".csv")


def read(tmp_path: Path, data: bytes | str, name: str = "items.csv") -> Reading:
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return read_catalogue(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_usual_encoding_is_read_and_an_unusual_one_is_said(
    tmp_path: Path, encoding: str
) -> None:
    reading = read(tmp_path, SOUND.encode(encoding))
    assert (reading.items, reading.faults) == ((made(),), ())
    assert [zh for zh, _ in reading.notes] == {
        "gb18030": ["文件不是 UTF-8，按 GB18030 读取。"],
        "utf-16": ["按 UTF-16 读取。"],
    }.get(encoding, [])


def test_windows_line_ends_and_empty_lines_change_nothing(tmp_path: Path) -> None:
    assert read(tmp_path, SOUND.replace("\n", "\r\n") + ",,\r\n\r\n").items == (made(),)


def test_headings_may_be_english_keys(tmp_path: Path) -> None:
    heading, rows = SOUND.split("\n", 1)
    text = heading.replace("事项名称", "name").replace("检索词", "guide.words")
    assert read(tmp_path, f"{text}\n{rows}").items == (made(),)


@pytest.mark.parametrize(
    ("text", "row", "zh"),
    [
        ("<!DOCTYPE html><html><body>请登录</body></html>", 0, "网页"),
        ("  \n<html>", 0, "网页"),
        ("<table><tr><td>事项代码</td></tr></table>", 0, "网页"),
        ("", 0, "空的"),
        ("\n,,\n", 0, "空的"),
        (SOUND.replace("严寒补贴申领", '"严寒\n补贴申领"'), 2, "引号"),
        (SOUND.replace("严寒补贴申领", '"严寒补贴'), 2, "引号"),
        (SOUND + "a,b,c\n", 3, "本行有 3 格"),
        (SOUND.replace("事项名称", "名字"), 1, "没有这一列"),
        (SOUND.replace("版本", "事项代码"), 1, "表头重复"),
        (SOUND.replace("8工作日", "8天"), 2, "读不懂"),
        (SOUND.replace("劳动合同", "劳动合同 必要"), 2, "必要"),
        (SOUND.replace("数值(1~24)", "数值(-~24)"), 2, "读不懂"),
        (SOUND.replace("数值(1~24)", "数值(1.2.3~24)"), 2, "读不懂"),
        (POLICY.replace("终止办理", "作废"), 2, "应为：视为撤回、撤销受理、不予许可、终止办理"),
        (POLICY.replace("承办；批准", "批准；承办"), 2, "承办、审核、批准"),
        (SOUND.replace("人工核验,", "到场,"), 1, "没有这一列"),
    ],
)
def test_what_is_no_table_is_refused_with_its_row(
    tmp_path: Path, text: str, row: int, zh: str
) -> None:
    reading = read(tmp_path, text)
    assert reading.items == ()
    assert reading.faults[0].row == row
    assert zh in reading.faults[0].zh


@pytest.mark.parametrize(
    ("text", "zh"),
    [
        ('{"items": [{"code": 001}]}', "数字不能以 0 开头：001"),
        ('{"items": [{"fee": -007}]}', "数字不能以 0 开头：-007"),
        ('{"items": [{"code": "a" "name"}]}', "不是 JSON"),
        ('{"items": [{"code": NaN}]}', "不是数字"),
        ('{"items": [{"code": "a", "code": "b"}]}', "写了两次"),
        ('{"rows": []}', "items"),
        ("7", "items"),
        ("", "不是 JSON"),
        ('{"items": [\n', "不是 JSON"),  # what a download that broke off leaves
        (f'[{{"code": {"1" * 5000}}}]', "数字过长"),
        ("[" * 100_000, "嵌套过深"),
    ],
)
def test_json_that_is_odd_is_refused_in_plain_words(tmp_path: Path, text: str, zh: str) -> None:
    (fault,) = read(tmp_path, text, "items.json").faults
    assert zh in fault.zh


def test_a_day_of_yaml_that_is_none_is_refused_in_plain_words(tmp_path: Path) -> None:
    text = "items:\n- code: a\n  valid_from: 2026-02-30\n"
    (fault,) = read(tmp_path, text, "items.yaml").faults
    assert "读不出的日期" in fault.zh


def test_bytes_that_are_no_text_and_endings_that_are_unknown_are_refused(tmp_path: Path) -> None:
    (no_text,) = read(tmp_path, b"\x81\x00\xff\xff\x80").faults
    (no_ending,) = read(tmp_path, "x", "items.xlsx").faults
    assert "编码" in no_text.zh
    assert ".csv" in no_ending.zh


def test_a_code_that_is_a_number_in_json_is_refused_as_it_may_have_lost_a_nought(
    tmp_path: Path,
) -> None:
    (fault,) = read(tmp_path, '[{"code": "a", "catalog_code": 150501099000}]', "a.json").faults[:1]
    assert (fault.row, fault.item) == (1, "a")
    columns = {f.column for f in read(tmp_path, '[{"catalog_code": 15}]', "b.json").faults}
    assert {"code", "name", "kind", "catalog_code"} <= columns
