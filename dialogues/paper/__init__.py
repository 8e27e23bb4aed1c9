"""Signed sheets come back: typed in from paper, read a second time, settled."""
