"""Users, sign-in, and the one table that says which role may do what."""
