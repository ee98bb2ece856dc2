"""`python -m deploy.mend`: list, show, mend, replay and discard what was not handled."""

import asyncio
import sys

from deploy.mend.acts import ACTS
from deploy.mend.options import read_arguments
from deploy.mend.services import Services
from deploy.sandbox.words import FAILED, INTERRUPTED, SandboxError


async def _run(words: list[str]) -> bool:
    asked = read_arguments(words)
    async with Services.opened(asked) as services:
        return await ACTS[asked.act](asked, services)


def main() -> None:
    """Do what was asked; end with 0, with 1 when it was not done, with 2 for wrong usage."""
    try:
        done = asyncio.run(_run(sys.argv[1:]))
    except SandboxError as fault:
        print(fault, file=sys.stderr)
        sys.exit(fault.code)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    sys.exit(0 if done else FAILED)


if __name__ == "__main__":
    main()
