"""The published documents, written from the code: events, AsyncAPI, JSON Schemas, states."""
