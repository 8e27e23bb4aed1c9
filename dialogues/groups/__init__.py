"""Breakout groups: who sits with whom, in one round or several, and how well that mixes."""
