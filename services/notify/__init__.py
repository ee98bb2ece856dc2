"""Notify: the right member of staff is told, and it is known what became of it.

Owns: rules, templates, the staff roster (names and addresses sealed), notifications, deliveries
with every attempt, inboxes, chains and their escalations.
Hears: whatever events of intake, grid and jobs its rules name.
Announces: notification raised, delivery ended, notification acted; escalation raised, stepped,
acknowledged, closed.
"""
