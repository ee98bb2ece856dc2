"""What goes to other platforms and to partners."""
