"""Whom the conversations are with."""
