"""Who offers work."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Employer:
    """An employer on record by its 统一社会信用代码 (GB 32100), of which `id` is derived."""

    id: str
    version: int
    uscc: str
    title: str
