"""What was said, the moments found in it, and how people read them."""
