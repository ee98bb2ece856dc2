"""The published language: every event that crosses a service's border, one file per owner."""
