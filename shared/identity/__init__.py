"""Who is calling: bearer tokens, the catalogue of roles, organisation scope."""
