"""What a seeker, a post and a match are, and when they fit: pure decisions."""
