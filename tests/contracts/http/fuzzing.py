"""How Schemathesis is to try a service, and what of its checks holds where.

Each operation is called with the examples of the document, with what it allows and with what it
does not; every answer goes through every check that Schemathesis has.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shared.testing.servers.process import ROOT
from tests.contracts.http.callers import headers_by_operation
from tests.contracts.http.house import House
from tests.contracts.http.seeds import Seeds

EXAMPLES = int(os.environ.get("EXAMPLES") or 0)
"""Examples an operation where somebody fuzzes by hand; 0 in the suite, which asks a few."""
_IN_THE_SUITE = 3
_OFTEN = 0.8

# What fits its schema may be refused by a rule that no schema can say (422), by the state of things
# (404, 409, 410, 412) or by who calls; but never as unreadable.
_FITS = ["2xx", "304", "401", "403", "404", "409", "410", "412", "422"]
_CHECKS: Mapping[str, Any] = {"positive_data_acceptance": {"expected-statuses": _FITS}}
_EXCEPTIONS: Mapping[str, Mapping[str, Any]] = {
    # What cannot be read is taken in, into quarantine, and answered with its reason (202); JSON
    # that is no CloudEvent may be its data alone, whose other attributes are headers (else 415).
    "POST /events": {
        "negative_data_rejection": {"enabled": False},
        "positive_data_acceptance": {"expected-statuses": [*_FITS, "415"]},
    },
    # Contacts are asked of intake, which is not there.
    "POST /matches/{match}/contact": {
        "not_a_server_error": {"expected-statuses": ["2xx", "3xx", "4xx", "503"]},
        "positive_data_acceptance": {"expected-statuses": [*_FITS, "503"]},
    },
}


# An answer that goes on for as long as somebody listens: so many seconds.
_ENDLESS = {"GET /inbox/stream"}
_LISTENING = 2


@dataclass(frozen=True)
class Tried:
    """How often each operation was answered with which status, and what is wrong, in words."""

    answers: Mapping[str, Mapping[str, int]]
    failures: list[str]


def tried(house: House, seeds: Seeds) -> Tried:
    """Try every operation of the service's OpenAPI document; the same way each time."""
    given = json.dumps({"url": house.url, "config": _config(house, seeds)})
    ended = subprocess.run(
        [sys.executable, "-m", "tests.contracts.http.trying"],
        input=given,
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "0"},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return Tried(**json.loads(ended.stdout))


def operations(house: House) -> set[str]:
    """Return every operation of the document, such as ``POST /cases``."""
    paths = house.app.openapi()["paths"]
    return {f"{verb.upper()} {path}" for path, item in paths.items() for verb in item}


def _config(house: House, seeds: Seeds) -> dict[str, Any]:
    headers = headers_by_operation(house.service, house.app, house.issuer)
    long = {"enabled": EXAMPLES > 0}
    return {
        "seed": 1,
        "request-timeout": 10,
        "max-stream-events": 1,
        "generation": {
            "max-examples": EXAMPLES or _IN_THE_SUITE,
            "deterministic": True,
            "database": "none",
        },
        # Every bound of every member takes dozens of calls an operation: by hand.
        "phases": {"coverage": {**long, "checks": _covering(_CHECKS)}, "stateful": long},
        "checks": dict(_CHECKS),
        "dictionaries": {_name(*key): {"values": values} for key, values in seeds.items()},
        "operations": [
            _operation(label, headers.get(label, {}), seeds) for label in sorted(operations(house))
        ],
    }


def _operation(label: str, headers: Mapping[str, str], seeds: Seeds) -> dict[str, Any]:
    excepted = _EXCEPTIONS.get(label, {})
    path = label.partition(" ")[2]
    first = path.split("/")[1]
    named = {
        f"path.{parameter}": {"dictionary": _name(first, parameter), "probability": _OFTEN}
        for parameter in re.findall(r"{([^}]+)}", path)
        if (first, parameter) in seeds
    }
    return {
        "include-name": label,
        "headers": dict(headers),
        "parameters": named,
        "checks": dict(excepted),
        "phases": {"coverage": {"checks": _covering({**_CHECKS, **excepted})}},
        **({"request-timeout": _LISTENING} if label in _ENDLESS else {}),
    }


def _covering(checks: Mapping[str, Any]) -> dict[str, Any]:
    # In this phase the tool writes headers in letters and digits alone, in which no ETag can be
    # given: what it takes for an If-Match that fits is refused as unreadable.
    fits = checks["positive_data_acceptance"]["expected-statuses"]
    return {**checks, "positive_data_acceptance": {"expected-statuses": [*fits, "400"]}}


def _name(first: str, parameter: str) -> str:
    return f"{first}-{parameter}"
