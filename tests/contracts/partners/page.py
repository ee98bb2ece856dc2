"""The partners' page as a partner uses it: its blocks become files, its commands are run."""

import re
from pathlib import Path

from shared.testing.servers.process import ROOT

PAGE = (ROOT / "docs" / "partners.md").read_text(encoding="utf-8")
_BLOCK = re.compile(r"^```(\w+) (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BLOCKS = {name: text for _, name, text in _BLOCK.findall(PAGE)}
COMMANDS = {name: text for kind, name, text in _BLOCK.findall(PAGE) if kind == "sh"}
FILES = {name: text for name, text in BLOCKS.items() if name not in COMMANDS}


def copied_to(folder: Path) -> None:
    """Copy every file that the page prints."""
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")


def rows_below(heading: str) -> list[list[str]]:
    """Return the cells of the first table below a heading, without its header."""
    lines = PAGE.partition(f"\n{heading}\n")[2].splitlines()
    begins = next(n for n, line in enumerate(lines) if line.startswith("|"))
    table = []
    for line in lines[begins:]:
        if not line.startswith("|"):
            break
        table.append([cell.strip() for cell in line.strip("|").split("|")])
    return table[2:]
