"""Registers people for multi-day stakeholder dialogues, prints the agenda and reports who was there."""

__version__ = "0.1.0"
