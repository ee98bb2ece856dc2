"""Id numbers hidden in free text."""

import re

from shared.codes import is_id_number, plain_text

# What normalising turns into an ASCII digit: narrow, full-width, and the styled digits of Unicode.
_DIGITS = "0-9０-９\U0001d7ce-\U0001d7ff\U0001fbf0-\U0001fbf9"
# Blanks and hyphens as people write them: 150602 19900101 123X.
_GAP = r"[\s－-]?"
# Century, month and day begin with certain digits, and order numbers seldom do: [^\D2-9] is a 0, a
# 1, or a digit of other form. What has this shape is then normalised and judged as a whole.
_REST = "".join(
    _GAP + place
    for place in (
        *(r"\d", r"\d", r"\d", r"\d", r"\d"),
        *(r"[^\D03-9]", r"[^\D1-8]", r"\d", r"\d", r"[^\D2-9]", r"\d", r"[^\D4-9]", r"\d"),
        *(r"\d", r"\d", r"\d", r"\w"),
    )
)
# One digit alone is consumed: a digit and a blank before the number must not hide it. The first
# look ahead is the cheap one and ends the search nearly everywhere.
_RUN = re.compile(
    rf"([{_DIGITS}])(?<![{_DIGITS}].)(?=[{_DIGITS}\s－-]{{16}})(?=({_REST})(?![{_DIGITS}]))"
)


def has_id_number(text: str) -> bool:
    """Tell whether text holds, anywhere, 18 places that pass as an id number."""
    return any(map(_is_number, _RUN.findall(text)))


def _is_number(run: tuple[str, str]) -> bool:
    number = plain_text("".join(run))
    return is_id_number(number.replace(" ", "").replace("-", ""))
