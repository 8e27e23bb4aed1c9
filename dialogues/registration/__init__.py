"""Persons in events: registrations and their states, badge codes, substitutes, consent."""
