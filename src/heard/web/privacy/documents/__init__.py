"""Texts about how Heard judges and what the law asks for, each a value that becomes a page, print or Markdown."""
