"""Participation by sector: one event, a process, all events; exports."""
