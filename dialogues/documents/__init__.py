"""Every printed thing: facts in, PDF bytes out, without a database and without a request."""
