"""An application (办件): its states, clocks, guards and ends."""
