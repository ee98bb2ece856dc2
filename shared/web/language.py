"""Which of the two languages a caller reads (RFC 9110, section 12.5.4)."""

from typing import Literal, TypeAlias

Language: TypeAlias = Literal["zh-CN", "en"]

_Range: TypeAlias = tuple[str, float]
_UNWANTED = (0.0, 0)


def preferred(accept_language: str | None) -> Language:
    """Return the language to answer in: zh-CN unless English is plainly preferred."""
    ranges = [_range(part) for part in (accept_language or "").split(",") if part.strip()]
    return "en" if _rank(ranges, "en") > _rank(ranges, "zh") else "zh-CN"


def _rank(ranges: list[_Range], language: str) -> tuple[float, int]:
    """Weigh a language by its quality, then by how early it stands."""
    for wanted in (language, "*"):
        for place, (name, quality) in enumerate(ranges):
            if name == wanted:
                return (quality, -place) if quality else _UNWANTED
    return _UNWANTED


def _range(part: str) -> _Range:
    """Read ``en-GB;q=0.8`` as ("en", 0.8); a weight that cannot be read counts as unwanted."""
    name, _, rest = part.strip().lower().partition(";")
    weight = rest.strip().removeprefix("q=") if rest.strip() else "1"
    try:
        quality = float(weight)
    except ValueError:
        quality = 0.0
    return name.strip().split("-")[0], quality if 0 <= quality <= 1 else 0.0
