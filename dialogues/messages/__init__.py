"""Messages: the mails of an event on pages, and writing to many people at once."""
