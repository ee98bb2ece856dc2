"""`python -m deploy.catalogue`: check a catalogue file, compare it, write it."""

import sys

from deploy.catalogue.options import read_arguments
from deploy.catalogue.report import as_json, as_text
from deploy.catalogue.trial import tried
from deploy.sandbox.words import FAILED, USAGE, SandboxError
from services.intake.domain.counter.points import day_of
from shared.clock import SystemClock
from shared.values import Invalid


def main() -> None:
    """End with 0 when the file is sound, with 1 when it is not, with 2 for wrong usage."""
    try:
        asked = read_arguments(sys.argv[1:])
        today = day_of(SystemClock().now())
        trial = tried(asked.file, asked.against, asked.write, today, dry=asked.dry_run)
    except SandboxError as fault:
        print(fault, file=sys.stderr)
        sys.exit(fault.code)
    except Invalid as refusal:
        print(f"{refusal.zh} / {refusal.en}", file=sys.stderr)
        sys.exit(FAILED)
    except OSError as error:
        print(f"文件读写失败：{error} / cannot read or write: {error}", file=sys.stderr)
        sys.exit(USAGE)
    print(as_json(trial) if asked.json else as_text(trial))
    sys.exit(FAILED if trial.faults else 0)


if __name__ == "__main__":
    main()
