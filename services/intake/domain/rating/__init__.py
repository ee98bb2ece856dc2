"""Ratings (好差评) and what follows from a bad one."""
