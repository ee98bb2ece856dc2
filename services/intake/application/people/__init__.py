"""What is known of a person: found, shown, erased."""
