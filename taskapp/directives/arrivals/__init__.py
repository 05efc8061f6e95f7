"""Documents that come in by themselves: laid or mailed into a folder, they wait for somebody to review them."""
