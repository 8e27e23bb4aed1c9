"""Processes, events, their days, places and rooms; and who may see which."""
