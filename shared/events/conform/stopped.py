"""What ends the kit early: one sentence in each language, with the mend."""

FAILED = 1
USAGE = 2


class Stopped(Exception):  # noqa: N818 - it says that the work stopped, and why
    """The kit ends with this sentence and this exit code; no traceback."""

    def __init__(self, zh: str, en: str, code: int = USAGE) -> None:
        super().__init__(f"{zh} / {en}")
        self.code = code
