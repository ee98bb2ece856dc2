"""What can be applied for: items, their forms, their rules."""
