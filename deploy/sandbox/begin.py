"""The beginning: everything that can be wrong is found before anything starts."""

from collections.abc import Mapping

from yaml import YAMLError

from deploy.sandbox.day import load_day
from deploy.sandbox.lock import alone_in
from deploy.sandbox.options import read_options
from deploy.sandbox.registry import PARTNERS_FILE
from deploy.sandbox.screen import Screen
from deploy.sandbox.story import tell
from deploy.sandbox.words import SandboxError
from shared.messaging.partners import Partners


async def begin(env: Mapping[str, str]) -> int:
    """Read options, partners and day, take the directory, and run; return the exit code.

    Raises:
        SandboxError, ServerError: one sentence with the mend.
    """
    options = read_options(env)
    partners = _partners()
    day = load_day(options.day, partners)
    with alone_in(options.home, keep=options.keep):
        return await tell(options, day, partners, Screen())


def _partners() -> Partners:
    try:
        return Partners.load(PARTNERS_FILE)
    except (OSError, ValueError, YAMLError) as fault:
        raise SandboxError(
            f"合作方登记表 deploy/partners.yaml 不可用：{fault}",
            f"The partners registry deploy/partners.yaml cannot be used: {fault}",
        ) from fault
