"""The parts of `make notice`: what is installed beside Heard, and under which licence."""
