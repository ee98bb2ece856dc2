"""Steps of an application over HTTP."""
