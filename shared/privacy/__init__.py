"""Personal data: sealed at rest, masked in answers, kept out of events, erased by one key."""
