"""Me and my data: export, erasure, retention, and what Heard never does."""
