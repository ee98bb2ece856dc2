"""一件事: one form, one intake, and an ordinary application in each office that it needs."""
