"""The reference pages, each from the code it is about: one module a page, one function `page() -> str`."""
