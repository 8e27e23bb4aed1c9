"""Invitations: who was asked, what they answered, who is reminded, and the letters."""
