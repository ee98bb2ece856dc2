"""Technologies behind notify's ports, and the files that configure it."""
