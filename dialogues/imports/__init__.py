"""Spreadsheets in, with a dry run."""
