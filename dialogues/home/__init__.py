"""First page, search, history, health."""
