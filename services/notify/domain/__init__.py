"""What a notification is, who is told, and what became of it: pure."""
