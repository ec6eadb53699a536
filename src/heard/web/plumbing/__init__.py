"""HTTP and database helpers that know nothing about customers."""
