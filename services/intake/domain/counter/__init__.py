"""The counter: points, appointments, agents, bookable services."""
