"""What is done with an application, from its arrival to its end."""
