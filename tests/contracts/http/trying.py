"""Schemathesis over a URL, as a process of its own: ``{url, config}`` in, findings out, as JSON.

Of its own, because what it draws must not depend on how often the service draws at random, nor its
warnings of itself on what warnings mean to our tests.
"""

import json
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field

import schemathesis
from schemathesis.engine import events, from_schema
from schemathesis.engine.recorder import ScenarioRecorder


@dataclass
class Findings:
    """How often an operation (``GET /items``) was answered with a status, and what is wrong."""

    answers: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(Counter))
    failures: list[str] = field(default_factory=list)

    def note(self, recorder: ScenarioRecorder) -> None:
        """Take in what a scenario did."""
        for key, node in recorder.cases.items():
            done = recorder.interactions.get(key)
            if done is not None and done.response is not None:
                self.answers[node.value.operation.label][str(done.response.status_code)] += 1
        for key, checks in recorder.checks.items():
            label = recorder.cases[key].value.operation.label
            self.failures += [
                f"{label}: {check.name}: {told.failure.title}: {told.failure.message}\n"
                f"    {told.code_sample}"
                for check in checks
                if (told := check.failure_info) is not None
            ]


def main() -> None:
    """Try every operation."""
    given = json.load(sys.stdin)
    config = schemathesis.Config.from_dict(given["config"])
    schema = schemathesis.openapi.from_url(f"{given['url']}/openapi.json", config=config)
    found = Findings()
    for event in from_schema(schema).execute():
        if isinstance(event, events.ScenarioFinished):
            found.note(event.recorder)
        elif isinstance(event, events.NonFatalError):
            found.failures.append(f"{event.label}: {event.info.title}: {event.info.message}")
        elif isinstance(event, events.FatalError):
            raise event.exception
    calls = sum(sum(told.values()) for told in found.answers.values())
    sys.stderr.write(f"{schema.raw_schema['info']['title']}: {calls} requests\n")
    json.dump(vars(found), sys.stdout)


if __name__ == "__main__":
    main()
