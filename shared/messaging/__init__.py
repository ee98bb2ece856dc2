"""Events in and out: batch consumer, partner door, ledger of what was not handled, relay."""
