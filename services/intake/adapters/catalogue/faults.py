"""What a catalogue file does wrong: where, and the mend, in Chinese and English."""

from dataclasses import dataclass

from shared.values import Invalid


@dataclass(frozen=True)
class Fault:
    """One fault; `row` is a line of a CSV file or an entry of a JSON or YAML list, from 1.

    0 where the file as a whole is at fault; `column` is the field's English name, or empty.
    """

    row: int
    column: str
    zh: str
    en: str
    item: str = ""
    column_zh: str = ""

    @property
    def told_zh(self) -> str:
        """The fault in Chinese, with its place."""
        item = f"（{self.item}）" if self.item else ""
        row = f"第 {self.row} 行{item}" if self.row else f"事项 {self.item}" if item else "文件"
        column = f"，列“{self.column_zh or self.column}”" if self.column else ""
        return f"{row}{column}：{self.zh}"

    @property
    def told_en(self) -> str:
        """The fault in English, with its place."""
        item = f" ({self.item})" if self.item else ""
        row = f"row {self.row}{item}" if self.row else f"item {self.item}" if item else "file"
        column = f", column {self.column}" if self.column else ""
        return f"{row}{column}: {self.en}"


def fault_of(invalid: Invalid, row: int, column: str, item: str = "") -> Fault:
    """Return what a value said as the fault of a cell."""
    inner = invalid.field or ""
    en = f"{inner}: {invalid.en}" if inner and inner != column else invalid.en
    return Fault(row, column, invalid.zh, en, item)
