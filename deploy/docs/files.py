"""Which documents there are, and whether those on disk are current."""

from functools import cache
from pathlib import Path

from deploy.docs.asyncapi import asyncapi_files
from deploy.docs.events import events_text
from deploy.docs.language import ROOT
from deploy.docs.metrics import metrics_text
from deploy.docs.schemas import schema_files
from deploy.docs.states import states_text

DOCS = ROOT / "docs"
_OURS = {"asyncapi": "*.yaml", "schemas": "*.json"}


@cache
def wanted() -> dict[str, str]:
    """Return every generated document: path below docs/ → text; the code is read once."""
    return {
        "events.md": events_text(),
        "metrics.md": metrics_text(),
        "states.md": states_text(),
        **{f"asyncapi/{name}": text for name, text in asyncapi_files().items()},
        **{f"schemas/{name}": text for name, text in schema_files().items()},
    }


def stale(docs: Path = DOCS) -> list[str]:
    """Return the files that are missing, differ, or are left from a type that is gone."""
    texts = wanted()
    differing = [name for name, text in texts.items() if _read(docs / name) != text]
    return sorted({*differing, *_left_over(docs, texts)})


def write(docs: Path = DOCS) -> list[str]:
    """Bring the files up to date; return those that changed."""
    texts = wanted()
    changed = stale(docs)
    for name in changed:
        if name not in texts:
            (docs / name).unlink()
            continue
        (docs / name).parent.mkdir(parents=True, exist_ok=True)
        (docs / name).write_text(texts[name], encoding="utf-8")
    return changed


def _left_over(docs: Path, texts: dict[str, str]) -> list[str]:
    found = (path for folder, glob in _OURS.items() for path in (docs / folder).glob(glob))
    return [name for path in found if (name := path.relative_to(docs).as_posix()) not in texts]


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None
