"""What an application leaves behind: its trail, story, progress and figures."""
