"""The HTTP edge that the four services share: one way to refuse, to repeat, to page, to be well."""
