"""Heard finds every moment in which a customer needed to be heard, and shows whether they were."""

__version__ = "0.1.0"
