"""What stands around the services: sandbox, generated documents, registry, images, dashboards."""
