"""What was said that matters, with the words that show it."""
