"""Searching for input that the readers of documents do not survive: `make fuzz-readers`."""
