"""Technologies: MongoDB, CSV, JSON, YAML, pinyin."""
