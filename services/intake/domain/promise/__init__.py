"""容缺: papers that follow under a signed promise."""
