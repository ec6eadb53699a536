"""How fast and how light Heard is: `python -m benchmarks`, or `make bench`."""
