"""Templates from files: the first line is the subject, the rest after a blank line the body."""

from pathlib import Path

from services.notify.domain.texts import BODY_LONGEST, SUBJECT_LONGEST, Template


def load_templates(directory: Path) -> dict[str, Template]:
    """Read every ``*.txt``; raise `ValueError` naming the file that is wrong."""
    found = {path.stem: _template(path) for path in sorted(directory.glob("*.txt"))}
    if not found:
        raise ValueError(f"templates: there is no *.txt in {directory}")
    return found


def _template(path: Path) -> Template:
    subject, _, body = path.read_text(encoding="utf-8").partition("\n")
    template = Template(path.stem, subject.strip(), body.strip())
    if not template.subject or not template.body:
        raise ValueError(
            f"template {path.stem}: give a subject in the first line and a body below it"
        )
    for part, text, longest in (
        ("subject", template.subject, SUBJECT_LONGEST),
        ("body", template.body, BODY_LONGEST),
    ):
        if len(text) > longest:
            raise ValueError(f"template {path.stem}: the {part} exceeds {longest} characters")
    return template
