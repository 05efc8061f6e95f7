"""REST v1: the verbs of the pages for other programs. Adapters only; no rule lives here."""
