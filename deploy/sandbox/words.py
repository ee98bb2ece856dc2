"""What the sandbox says when it cannot go on: one sentence in each language, with the mend."""

USAGE = 2
FAILED = 1
INTERRUPTED = 130


class SandboxError(Exception):
    """The sandbox ends with this sentence and this exit code; no traceback."""

    def __init__(self, zh: str, en: str, code: int = FAILED) -> None:
        super().__init__(f"{zh} / {en}" if zh and en else zh or en)
        self.code = code
