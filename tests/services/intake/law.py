"""The life of an application as domain.md 2.1 to 2.3 tells it, written out by hand: a row a state.

It is read from the rules and not from the product's own table. A new step is one entry more in the
row of its state; a state that is an end has an empty row.
"""

from collections.abc import Mapping

_A_BROKEN_PROMISE = {
    "deem-withdrawn": "deemed-withdrawn",
    "revoke-acceptance": "acceptance-revoked",
    "reject-lapsed": "decided",
    "terminate": "terminated",
}
LAW: Mapping[str, Mapping[str, str]] = {
    "submitted": {
        "pre-accept": "received",
        "pre-reject": "pre-rejected",
        "withdraw": "withdrawn",
    },
    "pre-rejected": {},
    "received": {
        "accept": "accepted",
        # What one office misses of one matter (一件事) waits for the one notice of all.
        "prepare-correction": "received",
        "request-correction": "correction",
        "refuse-not-required": "not-required",
        "refuse-out-of-competence": "out-of-competence",
        "withdraw": "withdrawn",
    },
    "correction": {
        "submit-correction": "received",
        "refuse-not-required": "not-required",
        "refuse-out-of-competence": "out-of-competence",
        "withdraw": "withdrawn",
        "return": "returned",
        "deem-withdrawn": "deemed-withdrawn",
    },
    "accepted": {
        "start-review": "in-review",
        "extend": "accepted",
        "withdraw": "withdrawn",
        "supplement": "accepted",
        "check-paper": "accepted",
        "extend-promise": "accepted",
        **_A_BROKEN_PROMISE,
    },
    "in-review": {
        "take-review-step": "in-review",
        "record-onsite-review": "in-review",
        "extend": "in-review",
        "start-procedure": "suspended",
        "request-recall": "recall-pending",
        "decide": "decided",
        "supplement": "in-review",
        "check-paper": "in-review",
        "extend-promise": "in-review",
        **_A_BROKEN_PROMISE,
    },
    "suspended": {
        "end-procedure": "in-review",
        "record-onsite-review": "suspended",
        "request-recall": "recall-pending",
        "supplement": "suspended",
        "check-paper": "suspended",
        "extend-promise": "suspended",
        **_A_BROKEN_PROMISE,
    },
    "recall-pending": {
        "grant-recall": "withdrawn",
        "refuse-recall": "in-review",
        "refuse-recall-in-procedure": "suspended",
        "supplement": "recall-pending",
        "check-paper": "recall-pending",
        "extend-promise": "recall-pending",
        **_A_BROKEN_PROMISE,
    },
    "decided": {
        "release-result": "decided",
        "deliver": "delivered",
        "revoke": "revoked",
        "supplement": "decided",
        "check-paper": "decided",
        "extend-promise": "decided",
        **_A_BROKEN_PROMISE,
    },
    "delivered": {"archive": "archived", "revoke": "revoked"},
    "archived": {"revoke": "revoked"},
    "revoked": {},
    "withdrawn": {},
    "returned": {},
    "deemed-withdrawn": {},
    "acceptance-revoked": {},
    "terminated": {},
    "not-required": {},
    "out-of-competence": {},
}
