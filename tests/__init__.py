"""Tests of Dialogues; `python3 -m tests` runs them all."""
