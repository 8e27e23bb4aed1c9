"""The API: tokens, the shape of errors, the description of its addresses."""
