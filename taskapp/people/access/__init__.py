"""Who came in and what went out: the access log, accounts that lie idle, the yearly review of rights."""
