"""The parts of `make evaluate`: what is measured, what it is compared with, and how it is shown."""
