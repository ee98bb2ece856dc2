"""`python -m tests.contracts.events.golden`: keep what each new type looks like today.

A golden file is never replaced: it is what a reader may still find in a topic or an archive.
"""

import json
from pathlib import Path
from typing import Any

from deploy.docs.examples import example_of
from shared.events.catalogue import EVENTS
from shared.events.codec import encode

GOLDEN = Path(__file__).with_name("golden")


def golden_path(type_: str) -> Path:
    """Return where the golden event of a type lies."""
    return GOLDEN / f"{type_}.json"


def keep_new_types() -> list[str]:
    """Write the missing files; return their types."""
    missing = [type_ for type_ in sorted(EVENTS) if not golden_path(type_).exists()]
    for type_ in missing:
        event: dict[str, Any] = json.loads(encode(example_of(EVENTS[type_])))
        text = json.dumps(event, ensure_ascii=False, indent=2) + "\n"
        golden_path(type_).write_text(text, encoding="utf-8")
    return missing


if __name__ == "__main__":
    keep_new_types()
