"""Mails waiting to be sent: written with the act they tell of, sent later, retried."""
