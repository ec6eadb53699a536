"""What good looks like here: written, tried on real conversations, adopted, kept."""
